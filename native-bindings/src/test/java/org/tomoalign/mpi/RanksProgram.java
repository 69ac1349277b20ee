package org.tomoalign.mpi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Run under a launcher by {@link RanksTest}: every rank counts, tells and meets; the first says what it has seen. */
final class RanksProgram {
    private static final int NUMBERS = 40;

    private RanksProgram() {
    }

    public static void main(String[] args) throws InterruptedException {
        try (Ranks ranks = Ranks.join(Launch.find().orElseThrow())) {
            if (args.length > 0 && ranks.rank() == 1) {
                System.err.println("rank 1 gives up");
                ranks.abort(Integer.parseInt(args[0]));
            }
            StringBuilder numbers = new StringBuilder();
            for (int next = ranks.next(); next < NUMBERS; next = ranks.next()) {
                numbers.append(' ').append(next);
                ranks.receive();
                Thread.sleep(1);
            }
            long largest = ranks.largest(ranks.rank());
            ranks.tell((ranks.rank() + ":" + numbers).getBytes(StandardCharsets.UTF_8));
            // Larger than what libraries send without asking the receiver.
            ranks.tell(new byte[300_000]);
            if (ranks.rank() == 0) {
                report(ranks, largest);
            }
        }
    }

    private static void report(Ranks ranks, long largest) throws InterruptedException {
        Map<Integer, Integer> counted = new TreeMap<>();
        int messages = 0;
        int bytes = 0;
        while (messages < 2 * ranks.size()) {
            List<Ranks.Received> all = ranks.receive();
            messages += all.size();
            for (Ranks.Received one : all) {
                String text = new String(one.content(), StandardCharsets.UTF_8);
                if (text.startsWith(one.from() + ":")) {
                    for (String number : text.substring(text.indexOf(':') + 1).strip().split(" ")) {
                        if (!number.isEmpty()) {
                            counted.merge(Integer.valueOf(number), 1, Integer::sum);
                        }
                    }
                } else {
                    bytes += one.content().length;
                }
            }
            Thread.sleep(1);
        }
        boolean each = counted.size() == NUMBERS
                && IntStream.range(0, NUMBERS).allMatch(number -> counted.getOrDefault(number, 0) == 1);
        System.out.println(ranks.size() + " ranks, " + ranks.nodeSize() + " on this node, largest " + largest + ", "
                + (each ? "each number once" : counted) + ", " + bytes + " bytes");
    }
}
