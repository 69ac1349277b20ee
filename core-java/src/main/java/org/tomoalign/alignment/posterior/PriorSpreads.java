package org.tomoalign.alignment.posterior;

/**
 * Standard deviations of the normal priors around the geometry of the input.
 *
 * @param angle       of an image's rotation about each axis, radians
 * @param shift       of an image's shift along each axis, px
 * @param position    of a particle's coordinate, px
 * @param deformation of a coefficient, px over the image
 */
public record PriorSpreads(double angle, double shift, double position, double deformation) {
    /** Where learning starts. */
    public static final PriorSpreads WIDE = new PriorSpreads(PriorGroup.ANGLE.wide(), PriorGroup.SHIFT.wide(),
            PriorGroup.POSITION.wide(), PriorGroup.DEFORMATION.wide());

    /** Checks the numbers. */
    public PriorSpreads {
        if (!(angle > 0) || !(shift > 0) || !(position > 0) || !(deformation > 0)) {
            throw new IllegalArgumentException("spreads " + angle + ", " + shift + ", " + position + ", " + deformation);
        }
    }

    /** Returns the spread of a group. */
    public double of(PriorGroup group) {
        return switch (group) {
            case ANGLE -> angle;
            case SHIFT -> shift;
            case POSITION -> position;
            case DEFORMATION -> deformation;
        };
    }

    /** Returns these spreads with another one for a group. */
    public PriorSpreads with(PriorGroup group, double spread) {
        return new PriorSpreads(group == PriorGroup.ANGLE ? spread : angle, group == PriorGroup.SHIFT ? spread : shift,
                group == PriorGroup.POSITION ? spread : position,
                group == PriorGroup.DEFORMATION ? spread : deformation);
    }

    /** Returns the largest change from others: the absolute logarithm of a ratio. */
    double change(PriorSpreads other) {
        double largest = 0;
        for (PriorGroup group : PriorGroup.values()) {
            largest = Math.max(largest, Math.abs(Math.log(of(group) / other.of(group))));
        }
        return largest;
    }
}
