package org.tomoalign.alignment.precondition;

/** What takes the place of a window's curvature K; bolder from one to the next. */
enum CurvatureModel {
    /** The mean of |K| over the windows of the same image: {@link MeanCurvature}. */
    MEAN,
    /** |K|: the absolute values of the window's own two eigenvalues. */
    ABSOLUTE,
    /** K itself where the particle's windows together have a minimum, |K| elsewhere. */
    EXACT,
    /** K itself, which is known to be positive. */
    GIVEN
}
