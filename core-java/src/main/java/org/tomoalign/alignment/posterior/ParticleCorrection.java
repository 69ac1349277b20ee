package org.tomoalign.alignment.posterior;

import org.tomoalign.alignment.precondition.ImageModes;

/**
 * The covariance of one particle's position and motion: independent in the image modes, but for a change of the prior on its
 * position, which is an update of rank three.
 */
final class ParticleCorrection {
    private final double[] variances;
    private final double change;
    private final int size;
    /* Variances times the positions' rows of the modes, 3 x size; and (1 + change C)^-1 of the positions' covariance C. */
    private final double[] toPosition;
    private final double[] inverse;

    /**
     * @param modes     over the images
     * @param variances of each mode
     * @param change    of the precision of the prior on the position, px^-2; 0 if positions are not refined
     */
    ParticleCorrection(ImageModes modes, double[] variances, double change) {
        this.variances = variances;
        this.change = change;
        size = modes.size();
        toPosition = new double[change == 0 ? 0 : 3 * size];
        double[] c = new double[9];
        for (int i = 0; i < 3 && change != 0; i++) {
            for (int j = 0; j < size; j++) {
                toPosition[i * size + j] = variances[j] * modes.phi()[j * size + i];
                for (int k = 0; k < 3; k++) {
                    c[3 * i + k] += toPosition[i * size + j] * modes.phi()[j * size + k];
                }
            }
        }
        for (int i = 0; i < 9; i++) {
            c[i] = change * c[i] + (i % 4 == 0 ? 1 : 0);
        }
        inverse = inverse(c);
    }

    private static double[] inverse(double[] m) {
        double[] out = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int r = (j + 1) % 3;
                int s = (j + 2) % 3;
                int c = (i + 1) % 3;
                int d = (i + 2) % 3;
                out[3 * i + j] = m[3 * r + c] * m[3 * s + d] - m[3 * r + d] * m[3 * s + c];
            }
        }
        double determinant = m[0] * out[0] + m[1] * out[3] + m[2] * out[6];
        for (int i = 0; i < 9; i++) {
            out[i] /= determinant;
        }
        return out;
    }

    /** Returns the variance of a linear function of the modes, whose coefficients start at an offset. */
    double variance(double[] line, int from) {
        double sum = 0;
        double[] x = new double[3];
        for (int j = 0; j < size; j++) {
            sum += line[from + j] * line[from + j] * variances[j];
        }
        for (int i = 0; i < 3 && change != 0; i++) {
            for (int j = 0; j < size; j++) {
                x[i] += line[from + j] * toPosition[i * size + j];
            }
        }
        for (int i = 0; i < 3 && change != 0; i++) {
            for (int k = 0; k < 3; k++) {
                sum -= change * x[i] * inverse[3 * i + k] * x[k];
            }
        }
        return sum;
    }
}
