package org.tomoalign.output;

import java.util.List;
import org.tomoalign.output.figure.TomogramFigures;

/**
 * What {@link PdfReport} and {@link HtmlReport} write. Two reports with equal contents are written as the same bytes:
 * nothing is added that depends on the time or the place.
 *
 * @param title     heading of the first page
 * @param remarks   lines below it, each a word, a colon and a text: the command, the version and the like
 * @param advice    sentences on what to do about the result
 * @param tomograms one part each, in the order in which they are shown
 */
public record AlignmentReport(String title, List<String> remarks, List<String> advice, List<TomogramFigures> tomograms) {
    /** Copies the lists. */
    public AlignmentReport {
        remarks = List.copyOf(remarks);
        advice = List.copyOf(advice);
        tomograms = List.copyOf(tomograms);
    }

    /** Takes a report without advice. */
    public AlignmentReport(String title, List<String> remarks, List<TomogramFigures> tomograms) {
        this(title, remarks, List.of(), tomograms);
    }

    /** Returns the tomograms in numbers. */
    public List<TomogramSummary> summaries() {
        return tomograms.stream().map(TomogramFigures::summary).toList();
    }
}
