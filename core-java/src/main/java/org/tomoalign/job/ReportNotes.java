package org.tomoalign.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.Message;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.reference.ReferenceMap;

/**
 * What a job's report says besides its result. It stays in the folder of the checkpoints, so that the report can be made
 * again.
 *
 * @param input          the optimisation set, if there was one, under an empty name, and files given besides it by their
 *                       labels; as the user gave them
 * @param remarks        facts about the job, each a word, a colon and a text
 * @param advice         sentences
 * @param range          largest displacement that was searched, px
 * @param margin         px: particles nearer than that to the rim of an image do not count there
 * @param expectedMotion root mean square displacement that the prior on motion expects, Å, by tomogram; empty without it
 */
record ReportNotes(
        Map<String, String> input, List<String> remarks, List<String> advice, int range, double margin, Map<String, Double> expectedMotion) {
    /** No tomogram's checkpoint begins with a dot. */
    private static final String FILE = ".report.json";
    private static final String SET = "";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm zzz", Locale.ENGLISH);

    /** Copies what it is given. */
    ReportNotes {
        input = Map.copyOf(input);
        remarks = List.copyOf(remarks);
        advice = List.copyOf(advice);
        expectedMotion = Map.copyOf(expectedMotion);
    }

    /**
     * Takes notes at the end of a job.
     *
     * @param reference prepared
     * @param motion    of its tomograms, if it was refined
     * @param failed    tomograms that are not in the report
     */
    static ReportNotes of(
            JobPlan plan, JobInputs inputs, ReferenceMap reference, List<MotionSize> motion, List<Message> advice,
            List<TomogramFailure> failed) {
        AlignSettings settings = plan.settings();
        List<String> remarks = new ArrayList<>();
        plan.command().ifPresent(command -> remarks.add("command: " + command));
        remarks.add("date: " + DATE.format(ZonedDateTime.now()));
        remarks.add("host: " + host() + ", " + settings.threads() + " threads");
        remarks.add("version: " + ProgramVersion.text() + (settings.compat() ? ", numerically as RELION" : ""));
        plan.input().optimisationSet().ifPresent(set -> remarks.add("input: " + set));
        ReferenceMap.Source maps = inputs.reference();
        remarks.add("reference: " + maps.half1() + ", " + maps.half2() + maps.mask().map(m -> ", mask " + m).orElse(""));
        if (reference.shells().lastShell() > 0) {
            remarks.add(String.format(Locale.ROOT, "resolution: signal up to %.1f Å",
                    settings.box() * maps.pixelSize() / reference.shells().lastShell()));
        }
        remarks.add("box: " + settings.box() + " px, range " + settings.range() + " px");
        Map<String, Double> expected = new HashMap<>();
        motion.forEach(m -> expected.put(m.tomogram(), m.expected()));
        Map<String, String> input = new HashMap<>();
        plan.input().optimisationSet().ifPresent(set -> input.put(SET, set.toString()));
        plan.input().overrides().forEach((file, path) -> input.put(file.label(), path.toString()));
        List<String> sentences = new ArrayList<>();
        failed.forEach(f -> sentences.add(f.tomogram() + " could not be aligned and went into the output as it came: " + f.reason()));
        advice.forEach(sentence -> sentences.add(sentence.toString()));
        return new ReportNotes(input, remarks, sentences, settings.range(),
                settings.visibility(reference.particleRadius()).margin(), expected);
    }

    /** Returns the project's files as the user gave them. */
    ProjectPaths paths() {
        ProjectPaths paths = ProjectPaths.of(input.containsKey(SET) ? Path.of(input.get(SET)) : null);
        for (ProjectFile file : ProjectFile.values()) {
            paths = paths.with(file, input.containsKey(file.label()) ? Path.of(input.get(file.label())) : null);
        }
        return paths;
    }

    void write(Path temp) {
        JsonFile.write(temp.resolve(FILE), this);
    }

    static Optional<ReportNotes> read(Path temp) {
        return JsonFile.read(temp.resolve(FILE), ReportNotes.class);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
