package org.tomoalign.output;

import java.util.List;
import org.tomoalign.output.figure.TomogramFigures;

/**
 * What {@link PdfReport} and {@link HtmlReport} write. Two reports with equal contents are written as the same bytes:
 * nothing is added that depends on the time or the place.
 *
 * @param title     heading of the first page
 * @param remarks   lines below it: the command, the version and the like
 * @param tomograms one part each, in the order in which they are shown
 */
public record AlignmentReport(String title, List<String> remarks, List<TomogramFigures> tomograms) {
    /** Copies the lists. */
    public AlignmentReport {
        remarks = List.copyOf(remarks);
        tomograms = List.copyOf(tomograms);
    }
}
