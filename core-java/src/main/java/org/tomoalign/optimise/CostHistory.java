package org.tomoalign.optimise;

import java.util.Arrays;

/** The cost at the start and after each iteration. */
final class CostHistory {
    private double[] costs = new double[64];
    private int size;

    CostHistory(double first) {
        add(first);
    }

    void add(double cost) {
        if (size == costs.length) {
            costs = Arrays.copyOf(costs, 2 * size);
        }
        costs[size++] = cost;
    }

    int iterations() {
        return size - 1;
    }

    double cost(int iteration) {
        return costs[iteration];
    }

    double[] toArray() {
        return Arrays.copyOf(costs, size);
    }
}
