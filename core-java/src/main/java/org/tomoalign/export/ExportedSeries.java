package org.tomoalign.export;

import java.util.List;
import java.util.Map;

/**
 * One tilt series in the files of another program.
 *
 * @param sightings what was to be reproduced
 * @param files     content by name
 * @param model     what the files say
 * @param remarks   what the user of the files has to know; about the series, without its name
 */
record ExportedSeries(Sightings sightings, Map<String, String> files, SeriesModel model, List<String> remarks) {
    ExportedSeries {
        files = Map.copyOf(files);
        remarks = List.copyOf(remarks);
    }
}
