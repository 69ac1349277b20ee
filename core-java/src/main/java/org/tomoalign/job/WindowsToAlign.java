package org.tomoalign.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Visibility;

/**
 * What there is to align in a tomogram, as far as its geometry tells.
 *
 * @param tomogram which
 * @param images   chronological images that count
 * @param windows  particles times images, of those that count, where the particle is visible
 * @param hidden   particles that are visible in none of them
 */
record WindowsToAlign(Tomogram tomogram, List<Integer> images, long windows, int hidden) {
    /** Tomograms that a sentence names. */
    private static final int NAMED = 5;

    private static WindowsToAlign of(Tomogram tomogram, AlignSettings settings, Visibility visibility) {
        TiltSeries series = tomogram.series();
        List<Integer> images = IntStream.range(0, series.images().size())
                .filter(t -> series.images().get(t).scale() != 0 && isCounted(t, settings)).boxed().toList();
        Projector projector = tomogram.projector();
        long windows = 0;
        int hidden = 0;
        for (int p = 0; p < tomogram.particles().size(); p++) {
            int particle = p;
            long seen = images.stream()
                    .filter(t -> visibility.includes(tomogram, projector, particle, t)).count();
            windows += seen;
            hidden += seen == 0 ? 1 : 0;
        }
        return new WindowsToAlign(tomogram, images, windows, hidden);
    }

    /** Shifts are measured for all images. */
    private static boolean isCounted(int image, AlignSettings settings) {
        return settings.mode().onlyShifts() || settings.alignment().counts(image);
    }

    /**
     * Returns why tomograms cannot be aligned, by name, for those where there is nothing; warns of particles that are
     * nowhere to be seen in the others.
     *
     * @param visibility of particles on images
     */
    static Map<String, Message> nothingToAlign(
            List<Tomogram> tomograms, AlignSettings settings, Visibility visibility, JobListener listener) {
        Map<String, Message> nothing = new LinkedHashMap<>();
        List<WindowsToAlign> partly = new ArrayList<>();
        for (Tomogram tomogram : tomograms) {
            WindowsToAlign windows = of(tomogram, settings, visibility);
            Optional<Message> problem = windows.problem(settings);
            problem.ifPresent(text -> nothing.put(tomogram.name(), text));
            if (problem.isEmpty() && windows.hidden > 0) {
                partly.add(windows);
            }
        }
        if (!partly.isEmpty()) {
            listener.warning(Plural.of(partly.stream().mapToInt(WindowsToAlign::hidden).sum(), "particle")
                    + " visible in no image, which will stay in place: " + partly.stream().limit(NAMED)
                            .map(v -> v.hidden + " of " + v.tomogram.particles().size() + " of " + v.tomogram.name())
                            .collect(Collectors.joining(", ")) + (partly.size() > NAMED ? ", ..." : ""));
        }
        return nothing;
    }

    /** Returns the sentence about a tomogram in which there is nothing to align. */
    private Optional<Message> problem(AlignSettings settings) {
        TiltSeries series = tomogram.series();
        String all = Plural.of(series.images().size(), "image");
        if (images.isEmpty()) {
            boolean dark = series.images().stream().allMatch(image -> image.scale() == 0);
            return Optional.of(dark ? Message.of(tomogram.name(), ": found 0 as _rlnCtfScalefactor of all ", all,
                    ", expected 1 or so")
                    : Message.of(tomogram.name(), ": none of its ", all, " counts, by ", Setting.FIRST_IMAGE, " ",
                            settings.alignment().firstImage(), " and ", Setting.LAST_IMAGE, " ",
                            settings.alignment().lastImage(), " (chronological, from 0)"));
        }
        if (windows > 0) {
            return Optional.empty();
        }
        Vec3 centre = tomogram.geometry().projections().get(images.getFirst()).apply(series.centre());
        Vec3 particle = tomogram.projector().project(0, images.getFirst());
        int n = tomogram.particles().size();
        return Optional.of(Message.of(String.format(Locale.ROOT, "%s: %s is visible in any image; the tomogram's centre is "
                        + "projected to (%.0f, %.0f), the first particle to (%.0f, %.0f), images are %d x %d px", tomogram.name(),
                n == 1 ? "not even its only particle" : "none of the " + n + " particles", centre.x(), centre.y(), particle.x(),
                particle.y(), series.imageWidth(), series.imageHeight())));
    }
}
