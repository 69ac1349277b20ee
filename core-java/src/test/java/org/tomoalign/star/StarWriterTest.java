package org.tomoalign.star;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StarWriterTest {
    @Test
    void writesRelionsLayout() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StarWriter writer = new StarWriter(out, 30001);
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("rlnTomoParticlesFile", "a/particles.star");
        entries.put("rlnTomoReferenceMap1File", "half 1.mrc");
        writer.list("", entries);
        writer.list("general", Map.of("rlnParticleNumber", 60));
        writer.loop("TS_01/1", List.of("rlnOriginXAngst", "rlnTomoName", "rlnTomoProjX", "rlnTomoSizeX"));
        writer.cell(-1.270749).cell("TS").cell(new double[] {0, 0, 0, 1}).cell(512).endRow();
        writer.cell(0.0).cell("").cell(new double[] {0.25}).cell(-1).endRow();
        writer.endTable();
        assertEquals("""

                # version 30001

                data_

                _rlnTomoParticlesFile                a/particles.star
                _rlnTomoReferenceMap1File            "half 1.mrc"
                \s

                # version 30001

                data_general

                _rlnParticleNumber                      60
                \s

                # version 30001

                data_TS_01/1

                loop_\s
                _rlnOriginXAngst #1\s
                _rlnTomoName #2\s
                _rlnTomoProjX #3\s
                _rlnTomoSizeX #4\s
                    -1.27075         TS  [0,0,0,1]          512\s
                    0.000000         ""     [0.25]           -1\s
                \s
                """, out.toString(StandardCharsets.UTF_8));
        StarDocument document = StarDocument.parse("new", out.toByteArray());
        assertEquals(60, document.table("general").column("rlnParticleNumber").integer(0));
        assertEquals(-1, document.table("TS_01/1").column("rlnTomoSizeX").integer(1));
    }
}
