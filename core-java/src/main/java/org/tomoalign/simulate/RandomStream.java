package org.tomoalign.simulate;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Independent random generators, one for each purpose, tilt series and image, so that what is drawn does not depend on
 * the order of the work.
 */
enum RandomStream {
    STRUCTURE, HALF_MAPS, GEOMETRY, MOTION, ERRORS, NOISE, SIGNAL, PRESENCE;

    /** Returns the generator for one image of one tilt series; pass 0 where there is none. */
    RandomGenerator generator(long seed, int series, int image) {
        long state = seed;
        for (long part : new long[] {ordinal(), series, image}) {
            state = mix(state + 0x9e3779b97f4a7c15L * (part + 1));
        }
        return new SplittableRandom(state);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
