package org.tomoalign.output;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.tomoalign.output.figure.Ink;
import org.tomoalign.output.figure.Panel;
import org.tomoalign.output.figure.ReportFont;
import org.tomoalign.output.figure.Texts;

/** A4 pages with a heading and a page number, filled from top to bottom. Lengths in pt, y downwards. */
final class PdfPages implements AutoCloseable {
    private static final PDRectangle PAPER = PDRectangle.A4;
    private static final double MARGIN = 40;
    private static final double HEADING = 28;
    private static final double FOOT = 30;

    private final PDDocument document;
    private final PdfBoxGraphics2DFontTextDrawer texts = new PdfBoxGraphics2DFontTextDrawer();
    private final PDDocumentOutline outline = new PDDocumentOutline();
    private PDPage page;
    private PdfBoxGraphics2D graphics;
    private double y;

    PdfPages(PDDocument document, PDFont face) {
        this.document = document;
        texts.registerFont(ReportFont.FAMILY, face);
        document.getDocumentCatalog().setDocumentOutline(outline);
    }

    /**
     * Finishes the page and begins another.
     *
     * @param heading  at the upper left
     * @param remark   at the upper right
     * @param bookmark what the viewer's outline calls the page, or null
     */
    void newPage(String heading, String remark, String bookmark) throws IOException {
        finishPage();
        graphics = new PdfBoxGraphics2D(document, PAPER.getWidth(), PAPER.getHeight());
        graphics.setFontTextDrawer(texts);
        page = new PDPage(PAPER);
        document.addPage(page);
        if (bookmark != null) {
            PDPageFitDestination destination = new PDPageFitDestination();
            destination.setPage(page);
            PDOutlineItem item = new PDOutlineItem();
            item.setTitle(bookmark);
            item.setDestination(destination);
            outline.addLast(item);
        }
        y = MARGIN + 12;
        double right = Texts.width(remark, 9);
        text(Texts.shortenedInside(heading, 15, Panel.FULL_WIDTH - right - 20), 0, 15, Ink.TEXT);
        text(remark, Panel.FULL_WIDTH - right, 9, Ink.MUTED);
        String number = Integer.toString(document.getNumberOfPages());
        y = PAPER.getHeight() - MARGIN;
        text(number, Panel.FULL_WIDTH - Texts.width(number, 8), 8, Ink.MUTED);
        y = MARGIN + HEADING;
    }

    /** Returns how much of the page is left. */
    double room() {
        return PAPER.getHeight() - MARGIN - FOOT / 2 - y;
    }

    /** Moves down. */
    void advance(double height) {
        y += height;
    }

    /** Writes a text with its base line at the current height, x from the left margin. */
    void text(String text, double x, double size, Ink ink) {
        graphics.setFont(ReportFont.size(size));
        graphics.setColor(ink.colour());
        graphics.drawString(text, (float) (MARGIN + x), (float) y);
    }

    /** Draws a line across the page at the current height. */
    void rule(Ink ink) {
        graphics.setColor(ink.colour());
        graphics.setStroke(new BasicStroke(0.5f));
        graphics.draw(new Line2D.Double(MARGIN, y, MARGIN + Panel.FULL_WIDTH, y));
    }

    /** Draws a panel below the current height, x from the left margin. */
    void draw(Panel panel, double x) {
        Graphics2D g = graphics;
        AffineTransform saved = g.getTransform();
        g.translate(MARGIN + x, y);
        panel.draw(g);
        g.setTransform(saved);
    }

    private void finishPage() throws IOException {
        if (page == null) {
            return;
        }
        graphics.dispose();
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.drawForm(graphics.getXFormObject());
        }
        page = null;
    }

    /** Finishes the last page; the document is saved after that. */
    @Override
    public void close() throws IOException {
        finishPage();
        texts.close();
    }
}
