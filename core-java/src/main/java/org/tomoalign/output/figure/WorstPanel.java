package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.output.ShownParticles;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.tomogram.ParticleScore;

/**
 * The worst particles by name, with their numbers.
 *
 * @param head headings of the columns
 * @param rows cells by row
 */
record WorstPanel(String title, List<String> head, List<List<String>> rows) implements Panel {
    private static final double SIZE = 7.5;
    private static final double ROW = 10.5;
    private static final double TOP = 24;
    private static final double COLUMN = 48;

    WorstPanel {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    /** Makes the table; none if there are no scores and nothing moved. */
    static Optional<Panel> of(TomogramAlignment alignment, ShownParticles particles) {
        int[] worst = IntStream.of(particles.order()).limit(ShownParticles.WORST).toArray();
        boolean scored = alignment.scores().isPresent();
        if (worst.length == 0 || !scored && IntStream.of(worst).noneMatch(p -> particles.moved(p) > 0)) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (int p : worst) {
            List<String> row = new ArrayList<>();
            row.add(alignment.before().particles().get(p).name());
            alignment.scores().ifPresent(s -> addScores(row, s.particles().get(p)));
            row.add(Texts.fixed(particles.moved(p), 2));
            rows.add(row);
        }
        return Optional.of(new WorstPanel("The " + worst.length + " particles that " + (scored ? "fit worst" : "moved farthest"),
                scored ? List.of("particle", "before", "after", "weight", "images", "out of range", "error (px)", "moved (px)")
                        : List.of("particle", "moved (px)"), rows));
    }

    private static void addScores(List<String> row, ParticleScore s) {
        int n = s.windows();
        row.add(Texts.brief(n > 0 ? s.correlationBefore() / n : Double.NaN));
        row.add(Texts.brief(n > 0 ? s.correlationAfter() / n : Double.NaN));
        row.add(Texts.fixed(s.weight(), 2));
        row.add(Integer.toString(n));
        row.add(Integer.toString(s.outOfRange()));
        row.add(Texts.fixed(Math.sqrt(IntStream.range(0, s.positionError().length)
                .mapToDouble(i -> s.positionError()[i] * s.positionError()[i]).sum()), 2));
    }

    @Override
    public double width() {
        return FULL_WIDTH;
    }

    @Override
    public double height() {
        return TOP + 6 + rows.size() * ROW;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, title);
        line(g, head, TOP, Ink.MUTED);
        g.setStroke(new BasicStroke(0.5f));
        g.setColor(Ink.FRAME.colour());
        g.draw(new Line2D.Double(4, TOP + 3, FULL_WIDTH, TOP + 3));
        for (int i = 0; i < rows.size(); i++) {
            line(g, rows.get(i), TOP + 3 + (i + 1) * ROW, Ink.TEXT);
        }
    }

    /** Names to the left, numbers to the right. */
    private void line(Graphics2D g, List<String> cells, double y, Ink ink) {
        g.setFont(ReportFont.size(SIZE));
        g.setColor(ink.colour());
        for (int i = 0; i < cells.size(); i++) {
            double right = FULL_WIDTH - (cells.size() - 1 - i) * COLUMN;
            String text = i == 0 ? Texts.shortenedInside(cells.get(0), SIZE, right - 10) : cells.get(i);
            g.drawString(text, i == 0 ? 4f : (float) (right - Texts.width(text, SIZE)), (float) y);
        }
    }
}
