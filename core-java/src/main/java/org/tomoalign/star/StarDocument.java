package org.tomoalign.star;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomoalign.input.InputException;

/** A STAR file in memory. What is not changed through its tables is written back as it was read. */
public final class StarDocument {
    private static final long MAX_LENGTH = Integer.MAX_VALUE - 16;

    private final StarSource source;
    private final List<StarBlock> blocks;

    private StarDocument(StarSource source) {
        this(source, new StarParser(source).parse());
    }

    private StarDocument(StarSource source, List<StarBlock> blocks) {
        this.source = source;
        this.blocks = blocks;
    }

    /**
     * Reads a file of up to 2 GB. Path suffixes of RELION's kind ({@code name:star}) are not interpreted.
     *
     * @throws InputException if it is missing, unreadable, or not a STAR file
     */
    public static StarDocument read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InputException(file + ": is a directory, expected a STAR file");
            }
            if (Files.size(file) > MAX_LENGTH) {
                throw new InputException(file + ": is " + Files.size(file) + " bytes long, expected at most "
                        + MAX_LENGTH);
            }
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file", e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name for messages
     * @param text bytes of a STAR file with any line ends; the document may keep them
     * @throws InputException if it is not a STAR file
     */
    public static StarDocument parse(String name, byte[] text) {
        return new StarDocument(StarSource.of(name, text));
    }

    /** Returns a document of its own with the same text and changes: what is changed in it does not change this one. */
    public StarDocument copy() {
        return new StarDocument(source, blocks.stream().map(block -> new StarBlock(block.file(), block.name(),
                block.tables().stream().map(StarTable::copy).toList())).toList());
    }

    /** Returns the file's name, for messages. */
    public String file() {
        return source.file();
    }

    /** Returns the blocks in the order of the file. */
    public List<StarBlock> blocks() {
        return blocks;
    }

    /** Returns what is odd in the file: sentences for the user about tables that RELION would read otherwise. */
    public List<String> oddities() {
        return blocks.stream().flatMap(block -> block.tables().stream()).flatMap(table -> table.oddity().stream())
                .toList();
    }

    /**
     * Returns the block of a name, if there is one.
     *
     * @throws InputException if there are several: RELION reads the first only
     */
    public Optional<StarBlock> find(String name) {
        List<StarBlock> found = blocks.stream().filter(b -> b.name().equals(name)).toList();
        if (found.size() > 1) {
            throw new InputException(file() + ": found " + found.size() + " blocks data_" + name + ", expected one; files "
                    + "must be joined table by table");
        }
        return found.stream().findFirst();
    }

    /**
     * Returns the block of a name.
     *
     * @throws InputException if there is none, or several
     */
    public StarBlock block(String name) {
        return find(name).orElseThrow(() -> new InputException(file() + ": no block data_" + name + ", found "
                + (blocks.isEmpty() ? "no blocks" : blocks.stream().limit(5).map(b -> "data_" + b.name())
                        .collect(Collectors.joining(", ")) + (blocks.size() > 5 ? ", ..." : ""))));
    }

    /**
     * Returns the first table of the block of a name.
     *
     * @throws InputException if there is none, or several blocks have the name
     */
    public StarTable table(String name) {
        return block(name).table();
    }

    /** Writes the file: everything as it was read, except for what was changed, and what RELION could not read. */
    public void write(OutputStream out) throws IOException {
        int done = 0;
        for (StarBlock block : blocks) {
            for (StarTable table : block.tables()) {
                if (table.isChanged() || !table.isReadable()) {
                    out.write(source.text(), done, table.begin - done);
                    table.write(out);
                    done = table.end;
                }
            }
        }
        out.write(source.text(), done, source.text().length - done);
    }

    /** Returns what {@link #write} writes. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.text().length + 1024);
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
