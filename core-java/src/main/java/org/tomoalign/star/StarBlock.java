package org.tomoalign.star;

import java.util.List;
import org.tomoalign.input.InputException;

/**
 * One data block: {@code data_NAME} and the lists and loops that follow.
 *
 * @param file   name of the file, for messages
 * @param name   empty for a nameless block
 * @param tables in the order of the file
 */
public record StarBlock(String file, String name, List<StarTable> tables) {
    /** Copies the list. */
    public StarBlock {
        tables = List.copyOf(tables);
    }

    /**
     * Returns the first table, the one that RELION reads.
     *
     * @throws InputException if the block is empty, or has the same columns again in another table
     */
    public StarTable table() {
        if (tables.isEmpty()) {
            throw new InputException(file + ": block data_" + name + " is empty, expected a list or a loop");
        }
        StarTable first = tables.getFirst();
        for (StarTable other : tables.subList(1, tables.size())) {
            other.labels().stream().filter(first::has).findFirst().ifPresent(label -> {
                throw new InputException(file + ": block data_" + name + " has two tables with column _" + label
                        + ", expected one; files must be joined table by table");
            });
        }
        return first;
    }
}
