package org.tomoalign.simulate;

import java.nio.file.Path;
import java.util.Optional;

/** Changes some of the {@link SimulationOptions}; each method is called like the option it sets. */
public final class SimulationOptionsBuilder {
    private int tomos;
    private int particles;
    private int box;
    private int width;
    private int height;
    private int depth;
    private int tilts;
    private double step;
    private double dose;
    private double pixelSize;
    private double bFactor;
    private double snr;
    private double angErr;
    private double shiftErr;
    private double posErr;
    private double sVel;
    private double sLen;
    private double sDecay;
    private double tiltScale;
    private double junk;
    private long seed;
    private boolean flat;
    private double lattice;
    private String name;
    private double deform;
    private Optional<Path> map;
    private ProjectLayout layout;
    private String pathPrefix;

    SimulationOptionsBuilder(SimulationOptions o) {
        tomos = o.tomos();
        particles = o.particles();
        box = o.box();
        width = o.width();
        height = o.height();
        depth = o.depth();
        tilts = o.tilts();
        step = o.step();
        dose = o.dose();
        pixelSize = o.pixelSize();
        bFactor = o.bFactor();
        snr = o.snr();
        angErr = o.angErr();
        shiftErr = o.shiftErr();
        posErr = o.posErr();
        sVel = o.sVel();
        sLen = o.sLen();
        sDecay = o.sDecay();
        tiltScale = o.tiltScale();
        junk = o.junk();
        seed = o.seed();
        flat = o.flat();
        lattice = o.lattice();
        name = o.name();
        deform = o.deform();
        map = o.map();
        layout = o.layout();
        pathPrefix = o.pathPrefix();
    }

    /** Returns the options. */
    public SimulationOptions build() {
        return new SimulationOptions(tomos, particles, box, width, height, depth, tilts, step, dose, pixelSize, bFactor,
                snr, angErr, shiftErr, posErr, sVel, sLen, sDecay, tiltScale, junk, seed, flat, lattice, name,
                deform, map, layout, pathPrefix);
    }

    public SimulationOptionsBuilder tomos(int value) {
        tomos = value;
        return this;
    }

    public SimulationOptionsBuilder particles(int value) {
        particles = value;
        return this;
    }

    public SimulationOptionsBuilder box(int value) {
        box = value;
        return this;
    }

    public SimulationOptionsBuilder size(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        return this;
    }

    public SimulationOptionsBuilder depth(int value) {
        depth = value;
        return this;
    }

    public SimulationOptionsBuilder tilts(int value) {
        tilts = value;
        return this;
    }

    public SimulationOptionsBuilder step(double value) {
        step = value;
        return this;
    }

    public SimulationOptionsBuilder dose(double value) {
        dose = value;
        return this;
    }

    public SimulationOptionsBuilder pixelSize(double value) {
        pixelSize = value;
        return this;
    }

    public SimulationOptionsBuilder bFactor(double value) {
        bFactor = value;
        return this;
    }

    public SimulationOptionsBuilder snr(double value) {
        snr = value;
        return this;
    }

    public SimulationOptionsBuilder angErr(double value) {
        angErr = value;
        return this;
    }

    public SimulationOptionsBuilder shiftErr(double value) {
        shiftErr = value;
        return this;
    }

    public SimulationOptionsBuilder posErr(double value) {
        posErr = value;
        return this;
    }

    public SimulationOptionsBuilder sVel(double value) {
        sVel = value;
        return this;
    }

    public SimulationOptionsBuilder sLen(double value) {
        sLen = value;
        return this;
    }

    public SimulationOptionsBuilder sDecay(double value) {
        sDecay = value;
        return this;
    }

    public SimulationOptionsBuilder tiltScale(double value) {
        tiltScale = value;
        return this;
    }

    public SimulationOptionsBuilder junk(double value) {
        junk = value;
        return this;
    }

    public SimulationOptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    public SimulationOptionsBuilder flat(boolean value) {
        flat = value;
        return this;
    }

    public SimulationOptionsBuilder lattice(double value) {
        lattice = value;
        return this;
    }

    public SimulationOptionsBuilder name(String value) {
        name = value;
        return this;
    }

    public SimulationOptionsBuilder deform(double value) {
        deform = value;
        return this;
    }

    public SimulationOptionsBuilder map(Path value) {
        map = Optional.of(value);
        return this;
    }

    public SimulationOptionsBuilder layout(ProjectLayout value) {
        layout = value;
        return this;
    }

    public SimulationOptionsBuilder pathPrefix(String value) {
        pathPrefix = value;
        return this;
    }
}
