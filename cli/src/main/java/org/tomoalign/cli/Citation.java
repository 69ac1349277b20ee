package org.tomoalign.cli;

import org.tomoalign.job.ProgramVersion;

/** What to cite. */
final class Citation {
    private Citation() {
    }

    /** Returns a text for people. */
    static String text() {
        return """
                If results of this program are part of a publication, please name the program and its version,

                  %s

                and cite the method and the transforms:

                  J. Zivanov, J. Otón, Z. Ke, A. von Kügelgen, E. Pyle, K. Qu, D. Morado,
                  D. Castaño-Díez, G. Zanetti, T. A. M. Bharat, J. A. G. Briggs, S. H. W. Scheres:
                  A Bayesian approach to single-particle electron cryo-tomography in RELION-4.0.
                  eLife 11 (2022) e83724, https://doi.org/10.7554/eLife.83724

                  M. Frigo, S. G. Johnson: The design and implementation of FFTW3.
                  Proceedings of the IEEE 93 (2005) 216-231, https://doi.org/10.1109/JPROC.2004.840301
                """.formatted(ProgramVersion.text());
    }
}
