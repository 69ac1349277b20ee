package org.tomoalign.job;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The name and version of the program. */
public final class ProgramVersion {
    private ProgramVersion() {
    }

    /** Returns {@code tomo-align VERSION}; the version is that of our jar on the module path. */
    public static String text() {
        return "tomo-align " + Optional.ofNullable(ProgramVersion.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion()))
                .orElse("(development)");
    }
}
