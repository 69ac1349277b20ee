package org.tomoalign.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tomoalign.files.AtomicFile;

/** Reads and writes records as JSON; numbers keep every bit. */
final class JsonFile {
    private JsonFile() {
    }

    /** Writes a value; the file appears whole or not at all. */
    static void write(Path file, Object value) {
        AtomicFile.write(file, out -> {
            out.write(mapper().writeValueAsBytes(value));
            out.write('\n');
        });
    }

    /** Reads a value; nothing if there is no such file or it is not of this kind. */
    static <T> Optional<T> read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper().readValue(Files.readAllBytes(file), type));
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Components alone: methods such as {@code isPresent} say nothing that they do not. */
    static ObjectMapper mapper() {
        return JsonMapper.builder().addModule(new Jdk8Module()).disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .enable(SerializationFeature.INDENT_OUTPUT).build();
    }
}
