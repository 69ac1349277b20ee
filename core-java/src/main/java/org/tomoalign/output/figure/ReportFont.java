package org.tomoalign.output.figure;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.pdmodel.font.PDFont;

/**
 * The typeface of the report: Liberation Sans, which comes with PDFBox. Widths are those of Arial and Helvetica, so a
 * browser without it lays the figures out alike; and the report does not depend on the fonts of the machine.
 */
public final class ReportFont {
    /** Its family, and its only face. */
    public static final String FAMILY = "Liberation Sans";

    private static final String RESOURCE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final Loaded LOADED = Loaded.load();

    private ReportFont() {
    }

    /**
     * Loads the font, if that has not been done. To be called before anything else of java.awt or PDFBox.
     *
     * @throws NoFontsException if Java cannot use fonts on this machine; the message says what is missing
     */
    public static void require() {
        if (LOADED.font() == null) {
            throw new NoFontsException("the figures cannot be drawn: Java cannot use fonts here, the library "
                    + "fontconfig may be missing (" + LOADED.problem() + ")");
        }
    }

    /**
     * Returns the font in a size in points.
     *
     * @throws NoFontsException as {@link #require}
     */
    public static Font size(double points) {
        require();
        return LOADED.font().deriveFont((float) points);
    }

    /** Opens the font's file; the caller closes it. */
    public static InputStream open() {
        InputStream in = PDFont.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException("PDFBox comes without " + RESOURCE);
        }
        return in;
    }

    /**
     * The outcome of loading: a font, or a problem. On a machine without fontconfig the first use of a font throws an
     * error, later ones another; the first is the one to report.
     */
    private record Loaded(Font font, String problem) {
        static Loaded load() {
            // Nothing here needs a screen, and a DISPLAY that does not answer would be an error. AWT looks at this
            // once, in its first class.
            if (System.getProperty("java.awt.headless") == null) {
                System.setProperty("java.awt.headless", "true");
            }
            try (InputStream in = open()) {
                return new Loaded(Font.createFont(Font.TRUETYPE_FONT, in), null);
            } catch (IOException | FontFormatException | RuntimeException | LinkageError | InternalError
                    | AWTError e) {
                return new Loaded(null, e.toString());
            }
        }
    }
}
