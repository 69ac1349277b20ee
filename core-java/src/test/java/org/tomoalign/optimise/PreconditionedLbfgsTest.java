package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.kernels.KernelProvider;

class PreconditionedLbfgsTest {
    private static final LbfgsSettings SETTINGS = new LbfgsSettings(6, 15, 5, 8);

    private static Lbfgs lbfgs(StoppingRule rule) {
        return new Lbfgs(KernelProvider.named("scalar").vectors(), SETTINGS, rule, IterationListener.NONE);
    }

    /** A quadratic function with a preconditioner that is right within a factor of two, or off by up to a given one. */
    private static final class Preconditioned implements PreconditionedObjective {
        private static final double CONDITION = 1e7;
        private static final int SIZE = 200;

        private final Objective quadratic = TestFunctions.quadratic(SIZE, CONDITION);
        private final boolean renewed;
        private final double[] factors;
        private int preparations;

        /**
         * @param factors by how much steps are too long in the flattest direction after the first, second ...
         *                preparation; the last one from then on
         */
        Preconditioned(boolean renewed, double... factors) {
            this.renewed = renewed;
            this.factors = factors;
        }

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            return quadratic.evaluate(x, gradient);
        }

        @Override
        public boolean prepare(double[] x) {
            preparations++;
            return true;
        }

        @Override
        public boolean gainsByRenewal() {
            return renewed;
        }

        @Override
        public void precondition(double[] v, double[] out) {
            double factor = factors[Math.min(preparations, factors.length) - 1];
            for (int i = 0; i < SIZE; i++) {
                out[i] = (i % 2 == 0 ? 0.7 : 1.4) * v[i] * Math.pow(factor / CONDITION, i / (SIZE - 1.0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGoodPreconditionerNeedsFewIterations(boolean renewed) {
        Preconditioned f = new Preconditioned(renewed, 1);
        StoppingRule rule = new StoppingRule(1000, 1e-8, 0, 1000);
        Solution s = lbfgs(rule).minimisePreconditioned(f, new double[f.size()]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        assertTrue(s.iterations() < SETTINGS.plainIterations() + 20, s.iterations() + " iterations");
        assertEquals(renewed, f.preparations > 1);
        assertSame(Reason.ITERATION_LIMIT, lbfgs(rule.withMaxIterations(60)).minimise(f, new double[f.size()]).reason());
        for (int i = 0; i < f.size(); i++) {
            assertEquals(i, s.x()[i], 1e-5);
        }
    }

    /** Steps along the flat directions come out up to 300 times too long, at first or for ever. */
    @Test
    void aPreconditionerThatDoesNotFitIsMadeAnew() {
        StoppingRule rule = new StoppingRule(1000, 1e-8, 0, 1000);
        Preconditioned cured = new Preconditioned(false, 300, 1);
        Solution s = lbfgs(rule).minimisePreconditioned(cured, new double[cured.size()]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        assertEquals(2, cured.preparations);
        assertTrue(s.evaluations() < 60, s.evaluations() + " evaluations");
        Preconditioned incurable = new Preconditioned(false, 300);
        Solution slow = lbfgs(rule).minimisePreconditioned(incurable, new double[incurable.size()]);
        assertSame(Reason.GRADIENT_SMALL, slow.reason());
        assertTrue(slow.evaluations() > 300, slow.evaluations() + " evaluations");
        // After 8, 16, 32, 64 and 128 more: not with every step.
        assertTrue(incurable.preparations <= 7, incurable.preparations + " preparations");
    }

    /** Turns an exact preconditioner's product into one that is of no use. */
    private interface Spoiler {
        void spoil(double[] product);
    }

    /** A quadratic function whose preconditioner, right within a factor of two, is not always there, and wears out. */
    private static final class Fickle implements PreconditionedObjective {
        private static final int SIZE = 100;

        private final double condition;
        private final Objective quadratic;
        private final int firstPreparation;
        private final int products;
        private final Spoiler spoiler;
        private int preparations;
        private int used;

        /**
         * @param firstPreparation number of the first preparation that succeeds
         * @param products         that are right after a preparation
         * @param spoiler          of all after these
         */
        Fickle(double condition, int firstPreparation, int products, Spoiler spoiler) {
            this.condition = condition;
            quadratic = TestFunctions.quadratic(SIZE, condition);
            this.firstPreparation = firstPreparation;
            this.products = products;
            this.spoiler = spoiler;
        }

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            return quadratic.evaluate(x, gradient);
        }

        @Override
        public boolean prepare(double[] x) {
            used = 0;
            return ++preparations >= firstPreparation;
        }

        @Override
        public boolean gainsByRenewal() {
            return false;
        }

        @Override
        public void precondition(double[] v, double[] out) {
            assertTrue(preparations >= firstPreparation, "there is no preconditioner");
            for (int i = 0; i < SIZE; i++) {
                out[i] = (i % 2 == 0 ? 0.7 : 1.4) * v[i] / Math.pow(condition, i / (SIZE - 1.0));
            }
            if (++used > products) {
                spoiler.spoil(out);
            }
        }
    }

    private static void ascend(double[] product) {
        for (int i = 0; i < product.length; i++) {
            product[i] = -product[i];
        }
    }

    @Test
    void withoutPreconditionerItIsPlainMinimisation() {
        StoppingRule rule = new StoppingRule(200, 1e-8, 0, 1000);
        Fickle never = new Fickle(1e7, Integer.MAX_VALUE, 0, PreconditionedLbfgsTest::ascend);
        Solution s = lbfgs(rule).minimisePreconditioned(never, new double[Fickle.SIZE]);
        Solution plain = lbfgs(rule).minimise(never, new double[Fickle.SIZE]);
        assertArrayEquals(plain.costs(), s.costs());
        assertArrayEquals(plain.x(), s.x());
        // After 15, 20, 25, 35, 55, 95, 175 iterations: not with every step.
        assertEquals(7, never.preparations);
        assertEquals(plain.evaluations() + 7, s.evaluations());
    }

    @Test
    void aPreconditionerThatComesLaterIsUsed() {
        Fickle late = new Fickle(1e7, 3, Integer.MAX_VALUE, PreconditionedLbfgsTest::ascend);
        Solution s = lbfgs(new StoppingRule(200, 1e-8, 0, 1000)).minimisePreconditioned(late, new double[Fickle.SIZE]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        assertEquals(3, late.preparations);
        assertTrue(s.iterations() > 25 && s.iterations() < 50, s.iterations() + " iterations");
    }

    static List<Spoiler> spoilers() {
        return List.of(PreconditionedLbfgsTest::ascend, product -> product[3] = Double.NaN,
                product -> product[0] = Double.POSITIVE_INFINITY,
                product -> Arrays.fill(product, Double.NEGATIVE_INFINITY),
                product -> Arrays.fill(product, Double.NaN));
    }

    /** As long as it serves the preconditioner saves iterations; when it has become useless it does no harm. */
    @ParameterizedTest
    @MethodSource("spoilers")
    void aPreconditionerThatBreaksDoesNoHarm(Spoiler spoiler) {
        Fickle broken = new Fickle(1e3, 1, 0, spoiler);
        Solution s = lbfgs(new StoppingRule(3000, 1e-7, 0, 3000)).minimisePreconditioned(broken, new double[Fickle.SIZE]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        for (int i = 0; i < Fickle.SIZE; i++) {
            assertEquals(i, s.x()[i], 1e-4);
        }
        assertTrue(broken.preparations > 1 && broken.preparations < 20, broken.preparations + " preparations");
        // The memory is built up between the attempts: steepest descent takes thousands.
        assertTrue(s.iterations() < 500, s.iterations() + " iterations");
    }

    /** A step that fails is tried once more with the preconditioner alone, made anew at the same point. */
    @ParameterizedTest
    @MethodSource("spoilers")
    void aPreconditionerThatBreaksIsMadeAnewAtOnce(Spoiler spoiler) {
        Fickle wearing = new Fickle(1e7, 1, 1, spoiler);
        Solution s = lbfgs(new StoppingRule(200, 1e-8, 0, 1000)).minimisePreconditioned(wearing, new double[Fickle.SIZE]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        assertTrue(s.iterations() < 60, s.iterations() + " iterations");
    }
}
