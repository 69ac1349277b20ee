package org.tomoalign.fftw;

import java.util.Locale;

/** FFTW in single precision, loaded into the process. The entry point to the plans, which all take this object. */
public final class Fftw {
    private static final int USUAL_SIZE = 64;

    private final FftwLibrary library;
    private final Planner planner;
    private final boolean wise;

    private Fftw(LookupEnvironment environment) {
        PlanEffort effort = PlanEffort.named(environment.property().apply(PlanEffort.PROPERTY));
        library = new LibraryLookup(environment).find();
        try {
            System.load(library.path().toString());
        } catch (UnsatisfiedLinkError e) {
            throw new FftwException("FFTW cannot be loaded from " + library.path() + ": set "
                    + LibraryLookup.VARIABLE + " to a libfftw3f.so.3 for this machine.", e);
        }
        Wisdom wisdom = effort == PlanEffort.WISDOM ? Wisdom.shippedFor(library) : Wisdom.NONE;
        planner = new Planner(effort, wisdom, new WisdomCache(environment.cacheFolder(), library));
        // FFTW refuses the wisdom on processors without the vector instructions it was made with.
        wise = !wisdom.sections().isEmpty() && planner.knows(ShippedPlans.pruned(USUAL_SIZE).getFirst());
    }

    /**
     * Returns FFTW, loading it the first time.
     *
     * @throws FftwException if there is no usable library; one sentence that says what to install or set
     */
    public static Fftw get() {
        if (Holder.FAILURE != null) {
            throw new FftwException(Holder.FAILURE.getMessage(), Holder.FAILURE);
        }
        return Holder.FFTW;
    }

    /** The library in use. */
    public FftwLibrary library() {
        return library;
    }

    /** One line for a log: version, file, how plans are chosen. */
    public String report() {
        String plans = switch (planner.effort()) {
            case ESTIMATE -> "estimated plans";
            case MEASURE -> "measured plans";
            case WISDOM -> wise ? "shipped plans" : "estimated plans, as none are shipped for this library and processor";
        };
        return library.version() + " (" + library.origin().name().toLowerCase(Locale.ROOT) + ", "
                + library.path() + "), " + plans;
    }

    Planner planner() {
        return planner;
    }

    /** Loads once; a failure is kept, as a class whose initialiser fails would report it only the first time. */
    private static final class Holder {
        static final Fftw FFTW;
        static final FftwException FAILURE;

        static {
            Fftw loaded = null;
            FftwException failure = null;
            try {
                loaded = new Fftw(LookupEnvironment.real());
            } catch (FftwException e) {
                failure = e;
            }
            FFTW = loaded;
            FAILURE = failure;
        }
    }
}
