package org.tomoalign.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory that this process may use. */
final class MachineMemory {
    private MachineMemory() {
    }

    /** Returns the bytes of the machine, or of the container or job (control group) that limits the process. */
    static long bytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
