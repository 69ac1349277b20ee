package org.tomoalign.geometry;

import java.util.Optional;
import java.util.stream.Stream;

/** The families of 2-D deformations. */
public enum DeformationKind {
    /** A linear map about the image's centre; has no grid. */
    LINEAR("linear"),
    /** A bicubic spline. */
    SPLINE("spline"),
    /** Waves. */
    FOURIER("Fourier"),
    /** An anisotropic magnification: RELION's files have no place for it but the projections. */
    MAGNIFICATION("anisotropic magnification");

    private final String label;

    DeformationKind(String label) {
        this.label = label;
    }

    /** Returns the name in RELION's files and options, if they know the kind. */
    public String label() {
        return label;
    }

    /** Returns whether it becomes part of the projections instead of being written as a deformation. */
    public boolean isInProjections() {
        return this == MAGNIFICATION;
    }

    /** Returns the kind with a name in RELION's files, if there is one. */
    public static Optional<DeformationKind> of(String label) {
        return Stream.of(values()).filter(k -> !k.isInProjections() && k.label.equals(label)).findFirst();
    }

    /**
     * Returns the field on an image of {@code width x height} px with a grid of {@code gridWidth x gridHeight}.
     *
     * @throws IllegalArgumentException if the grid is too small
     */
    public DeformationField field(int width, int height, int gridWidth, int gridHeight) {
        return switch (this) {
            case LINEAR -> new LinearField(width, height, false);
            case SPLINE -> new SplineField(width, height, gridWidth, gridHeight);
            case MAGNIFICATION -> new LinearField(width, height, true);
            case FOURIER -> new FourierField(width, height, gridWidth, gridHeight);
        };
    }
}
