package org.tomoalign.star;

import java.util.Arrays;
import org.tomoalign.input.InputException;

/**
 * One column of a table. Numbers are read from the text when asked for. A cell that is set to what its text already
 * says, to the precision of RELION's formats, keeps its text.
 */
public final class StarColumn {
    static final int NEW = -1;

    private final StarTable table;
    private final String label;
    private final int sourceIndex;
    private boolean removed;
    /** New values, NaN where the text holds; null as long as nothing is set. */
    private double[] numbers;
    /** New texts, null where the source holds; null as long as nothing is set. */
    private String[] texts;

    StarColumn(StarTable table, String label, int sourceIndex) {
        this.table = table;
        this.label = label;
        this.sourceIndex = sourceIndex;
    }

    /** Returns the label without its leading underscore. */
    public String label() {
        return label;
    }

    /** Returns where a cell is, for messages. */
    public String place(int row) {
        return table.place(row, label);
    }

    /** Returns the cell's text, without quotes; empty if it is blank. */
    public String text(int row) {
        String edited = edited(row);
        if (edited != null) {
            return edited;
        }
        int start = start(row);
        return start < 0 ? "" : table.source.value(start, table.source.tokenEnd(start));
    }

    /**
     * Returns the cell as a finite number.
     *
     * @throws InputException if it is anything else
     */
    public double number(int row) {
        double value;
        if (numbers != null && !Double.isNaN(numbers[row])) {
            value = numbers[row];
        } else {
            int start = texts != null && texts[row] != null ? NEW : start(row);
            if (start < 0 || table.source.text()[start] == '"' || table.source.text()[start] == '\'') {
                byte[] bytes = text(row).strip().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                value = DecimalText.parse(bytes, 0, bytes.length);
            } else {
                value = DecimalText.parse(table.source.text(), start, table.source.tokenEnd(start));
            }
        }
        if (Double.isNaN(value)) {
            throw expected(row, "a finite number");
        }
        return value;
    }

    /**
     * Returns the cell as an integer.
     *
     * @throws InputException if it is anything else
     */
    public int integer(int row) {
        double value;
        try {
            value = number(row);
        } catch (InputException e) {
            throw expected(row, "an integer");
        }
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw expected(row, "an integer");
        }
        return (int) value;
    }

    /**
     * Returns the cell as a list of finite numbers, written {@code [a,b,c]}; {@code []} is an empty list.
     *
     * @throws InputException if it is anything else
     */
    public double[] vector(int row) {
        String text = text(row).strip();
        if (text.length() < 2 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
            throw expected(row, "a list of numbers such as [1,2,3]");
        }
        String inner = text.substring(1, text.length() - 1).strip();
        if (inner.isEmpty()) {
            return new double[0];
        }
        String[] parts = inner.split(",", -1);
        double[] out = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            byte[] bytes = parts[i].strip().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out[i] = DecimalText.parse(bytes, 0, bytes.length);
            if (Double.isNaN(out[i])) {
                throw expected(row, "a list of finite numbers");
            }
        }
        return out;
    }

    /** Returns an exception that says where, what was found and what was expected. */
    public InputException expected(int row, String expectation) {
        String found = text(row);
        return new InputException(place(row) + ": found " + (found.isEmpty() ? "a blank" : "'" + found + "'")
                + ", expected " + expectation);
    }

    /** Sets a cell to a finite number. */
    public void set(int row, double value) {
        double clean = Math.abs(value) == 0 ? 0 : value;
        String formatted = RelionNumbers.decimal(clean);
        clear(row);
        double old = sourceNumber(row);
        if (!Double.isNaN(old) && RelionNumbers.decimal(old).equals(formatted)) {
            return;
        }
        if (numbers == null) {
            numbers = new double[table.rows()];
            Arrays.fill(numbers, Double.NaN);
        }
        numbers[row] = clean;
    }

    /** Sets a cell to an integer. */
    public void set(int row, int value) {
        setText(row, Integer.toString(value));
    }

    /** Sets a cell to a list of finite numbers. */
    public void set(int row, double[] values) {
        String formatted = RelionNumbers.vector(values);
        clear(row);
        if (sourceIndex != NEW) {
            try {
                if (RelionNumbers.vector(vector(row)).equals(formatted)) {
                    return;
                }
            } catch (InputException e) {
                // The cell holds no list: it is replaced.
            }
        }
        setText(row, formatted);
    }

    /** Sets a cell to a text; it is quoted when written where that is needed. */
    public void setText(int row, String value) {
        clear(row);
        if (sourceIndex != NEW && text(row).equals(value)) {
            return;
        }
        if (texts == null) {
            texts = new String[table.rows()];
        }
        texts[row] = value;
    }

    private void clear(int row) {
        if (numbers != null) {
            numbers[row] = Double.NaN;
        }
        if (texts != null) {
            texts[row] = null;
        }
    }

    private double sourceNumber(int row) {
        int start = start(row);
        return start < 0 ? Double.NaN
                : DecimalText.parse(table.source.text(), start, table.source.tokenEnd(start));
    }

    private int start(int row) {
        if (row < 0 || row >= table.rows()) {
            throw new IndexOutOfBoundsException("row " + row + " of " + table.rows());
        }
        return sourceIndex == NEW ? -1 : table.cellStart(row, sourceIndex);
    }

    /** Takes over what has been changed in another column of the same source. */
    void takeChanges(StarColumn other) {
        removed = other.removed;
        numbers = other.numbers == null ? null : other.numbers.clone();
        texts = other.texts == null ? null : other.texts.clone();
    }

    int sourceIndex() {
        return sourceIndex;
    }

    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    void restore() {
        removed = false;
    }

    boolean isChanged() {
        return removed ? sourceIndex != NEW : sourceIndex == NEW || numbers != null || texts != null;
    }

    /** Returns the new text of a cell, unquoted; null where the source's text holds. */
    String edited(int row) {
        if (numbers != null && !Double.isNaN(numbers[row])) {
            return RelionNumbers.decimal(numbers[row]);
        }
        if (texts != null && texts[row] != null) {
            return texts[row];
        }
        return sourceIndex == NEW ? "" : null;
    }

    /** Returns whether a cell is a number for which RELION's padding is wider than for a text. */
    int relionWidth(int row) {
        boolean number = numbers != null && !Double.isNaN(numbers[row])
                || texts != null && texts[row] != null && isInteger(texts[row]);
        return number ? RelionNumbers.NUMBER_WIDTH : 10;
    }

    private static boolean isInteger(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        return text.length() > from && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }
}
