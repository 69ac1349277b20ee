package org.tomoalign.alignment;

import java.util.ArrayDeque;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.parallel.Workers;

/**
 * Divides the particles into blocks whose size follows from the number of images alone, runs work on them and adds up
 * their shares in block order: the result is the same for any number of threads.
 */
final class ParticleBlocks {
    /** Window positions worked at a time: their arrays stay in the first two levels of cache. */
    private static final int POINTS = 256;

    private final int particles;
    private final int images;
    private final boolean withDeformation;
    private final int size;
    private final BlockSums[] shares;
    private final BlockSums total;
    private final ArrayDeque<BlockWorkspace> idle = new ArrayDeque<>();

    /** Works on particles {@code first} (included) to {@code last} (excluded). */
    interface Work {
        void run(BlockWorkspace workspace, BlockSums share, int first, int last);
    }

    ParticleBlocks(int particles, int images, boolean withDeformation, int deformationParameters) {
        this.particles = particles;
        this.images = images;
        this.withDeformation = withDeformation;
        size = Math.max(1, POINTS / images);
        shares = new BlockSums[(particles + size - 1) / size];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new BlockSums(images, deformationParameters);
        }
        total = new BlockSums(images, deformationParameters);
    }

    /** Runs the work on all blocks and returns the sum of their shares, valid until the next call. */
    BlockSums run(ForkJoinPool pool, Work work) {
        Workers.run(pool, shares.length, index -> {
            BlockWorkspace workspace = borrow();
            shares[index].clear();
            int first = index * size;
            work.run(workspace, shares[index], first, Math.min(particles, first + size));
            giveBack(workspace);
        });
        total.clear();
        for (BlockSums share : shares) {
            total.add(share);
        }
        return total;
    }

    private BlockWorkspace borrow() {
        synchronized (idle) {
            BlockWorkspace workspace = idle.pollLast();
            if (workspace != null) {
                return workspace;
            }
        }
        return new BlockWorkspace(size, images, withDeformation);
    }

    private void giveBack(BlockWorkspace workspace) {
        synchronized (idle) {
            idle.addLast(workspace);
        }
    }
}
