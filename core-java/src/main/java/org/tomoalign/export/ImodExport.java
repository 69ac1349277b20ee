package org.tomoalign.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tomoalign.files.FileNames;
import org.tomoalign.tomogram.TiltSeries;

/** Writes the files of IMOD's eTomo folder. */
final class ImodExport {
    private ImodExport() {
    }

    static ExportedSeries of(Sightings sightings) {
        TiltSeries series = sightings.series();
        List<ImodLine> lines = AffineFit.of(sightings).stream().map(p -> ImodLine.of(p, series)).toList();
        StringBuilder transforms = new StringBuilder();
        StringBuilder tilts = new StringBuilder();
        StringBuilder xTilts = new StringBuilder();
        for (int t : StackOrder.of(series)) {
            transforms.append(lines.get(t).transform());
            tilts.append(String.format(Locale.ROOT, "%11.5f\n", lines.get(t).tilt()));
            xTilts.append(String.format(Locale.ROOT, "%11.5f\n", lines.get(t).xTilt()));
        }
        String name = FileNames.safe(series.name());
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".xf", transforms.toString());
        // The transforms from the prealigned images: nothing was prealigned, so that they are the same.
        files.put(name + ".tltxf", transforms.toString());
        files.put(name + ".tlt", tilts.toString());
        files.put(name + ".xtilt", xTilts.toString());
        return new ExportedSeries(
                sightings, files, (t, position) -> lines.get(t).project(position, series), StackOrder.remarks(series));
    }
}
