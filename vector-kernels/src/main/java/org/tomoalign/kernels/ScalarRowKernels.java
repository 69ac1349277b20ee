package org.tomoalign.kernels;

import static org.tomoalign.kernels.Memory.complex;
import static org.tomoalign.kernels.Memory.get;
import static org.tomoalign.kernels.Memory.real;
import static org.tomoalign.kernels.Memory.set;

import java.lang.foreign.MemorySegment;

/** Row kernels in plain Java. */
final class ScalarRowKernels implements RowKernels {
    @Override
    public void phaseRamp(double phase, double step, int n, MemorySegment out, long outOffset) {
        long o = complex(out, outOffset, n);
        double stepRe = Math.cos(step);
        double stepIm = Math.sin(step);
        double re = Math.cos(phase);
        double im = Math.sin(phase);
        for (int k = 0; k < n; k++) {
            set(o + 8L * k, (float) re);
            set(o + 8L * k + 4, (float) im);
            double next = re * stepRe - im * stepIm;
            im = re * stepIm + im * stepRe;
            re = next;
        }
    }

    @Override
    public void weightedCtf(
            MemorySegment gamma, long gammaOffset, MemorySegment slope, long slopeOffset, float offset,
            MemorySegment weight, long weightOffset, int n, MemorySegment out, long outOffset) {
        long g = real(gamma, gammaOffset, n);
        long s = real(slope, slopeOffset, n);
        long w = real(weight, weightOffset, n);
        long o = real(out, outOffset, n);
        for (int k = 0; k < n; k++) {
            // Rounded to float once, as a fused multiply-add does.
            float argument = (float) (get(g + 4L * k) + (double) offset * get(s + 4L * k));
            set(o + 4L * k, -get(w + 4L * k) * Sine.of(argument));
        }
    }

    @Override
    public void correlate(
            MemorySegment obs, long obsOffset, MemorySegment ramp, long rampOffset, float rowRe, float rowIm,
            MemorySegment pred, long predOffset, MemorySegment weight, long weightOffset, int n, MemorySegment out,
            long outOffset) {
        long a = complex(obs, obsOffset, n);
        long r = complex(ramp, rampOffset, n);
        long p = complex(pred, predOffset, n);
        long w = real(weight, weightOffset, n);
        long o = complex(out, outOffset, n);
        for (int k = 0; k < n; k++) {
            float obsRe = get(a + 8L * k);
            float obsIm = get(a + 8L * k + 4);
            float rampRe = get(r + 8L * k);
            float rampIm = get(r + 8L * k + 4);
            float predRe = get(p + 8L * k);
            float predIm = get(p + 8L * k + 4);
            float weightHere = get(w + 4L * k);
            float shiftRe = rampRe * rowRe - rampIm * rowIm;
            float shiftIm = rampRe * rowIm + rampIm * rowRe;
            float re = obsRe * shiftRe - obsIm * shiftIm;
            float im = obsRe * shiftIm + obsIm * shiftRe;
            set(o + 8L * k, weightHere * (re * predRe + im * predIm));
            set(o + 8L * k + 4, weightHere * (im * predRe - re * predIm));
        }
    }

    @Override
    public void multiply(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int n) {
        long pa = complex(a, aOffset, n);
        long pb = complex(b, bOffset, n);
        for (int k = 0; k < n; k++) {
            float aRe = get(pa + 8L * k);
            float aIm = get(pa + 8L * k + 4);
            float bRe = get(pb + 8L * k);
            float bIm = get(pb + 8L * k + 4);
            set(pa + 8L * k, aRe * bRe - aIm * bIm);
            set(pa + 8L * k + 4, aRe * bIm + aIm * bRe);
        }
    }

    @Override
    public double weightedPower(MemorySegment a, long aOffset, MemorySegment weight, long weightOffset, int n) {
        long pa = complex(a, aOffset, n);
        long w = real(weight, weightOffset, n);
        double sum = 0;
        for (int k = 0; k < n; k++) {
            float re = get(pa + 8L * k);
            float im = get(pa + 8L * k + 4);
            sum += get(w + 4L * k) * (re * re + im * im);
        }
        return sum;
    }

    @Override
    public void accumulateSquares(MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset) {
        long pv = real(v, vOffset, n);
        long o = real(acc, accOffset, n);
        for (int k = 0; k < n; k++) {
            float u = get(pv + 4L * k);
            set(o + 4L * k, get(o + 4L * k) + u * u);
        }
    }

    @Override
    public double weightedSum(MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, int n) {
        long pv = real(v, vOffset, n);
        long w = real(weight, weightOffset, n);
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += get(w + 4L * k) * get(pv + 4L * k);
        }
        return sum;
    }

    @Override
    public void window(
            MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, float mean, int n, MemorySegment out,
            long outOffset) {
        long pv = real(v, vOffset, n);
        long w = real(weight, weightOffset, n);
        long o = real(out, outOffset, n);
        for (int k = 0; k < n; k++) {
            set(o + 4L * k, get(w + 4L * k) * (get(pv + 4L * k) - mean));
        }
    }

    @Override
    public void accumulate(float factor, MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset) {
        long pv = real(v, vOffset, n);
        long o = real(acc, accOffset, n);
        for (int k = 0; k < n; k++) {
            set(o + 4L * k, get(o + 4L * k) + factor * get(pv + 4L * k));
        }
    }
}
