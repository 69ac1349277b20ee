package org.tomoalign.output;

import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;

/**
 * The trajectories of a tomogram's particles as poly-lines. Vertex {@code p F + t} is particle p at chronological image
 * t of F; a line joins consecutive images of one particle.
 */
public final class TrajectoryMesh {
    private final int trajectories;
    private final int images;
    private final double scale;
    private final float[] positions;
    private final float[] doses;
    private final float[] displacements;
    private final int[] colours;

    private TrajectoryMesh(int trajectories, int images, double scale, float[] positions, float[] doses,
            float[] displacements, int[] colours) {
        this.trajectories = trajectories;
        this.images = images;
        this.scale = scale;
        this.positions = positions;
        this.doses = doses;
        this.displacements = displacements;
        this.colours = colours;
    }

    /**
     * Builds the mesh.
     *
     * @param series   gives the exposures and the pixel size
     * @param geometry with trajectories
     * @param scale    factor on the displacements; positions are not scaled
     * @throws IllegalArgumentException if the geometry is one of another number of images
     */
    public static TrajectoryMesh of(TiltSeries series, Geometry geometry, double scale) {
        int particles = geometry.positions().size();
        int images = series.images().size();
        if (geometry.projections().size() != images) {
            throw new IllegalArgumentException(series.name() + ": " + images + " images, but "
                    + geometry.projections().size() + " projections");
        }
        float[] doses = new float[images];
        for (int t = 0; t < images; t++) {
            doses[t] = (float) series.images().get(t).dose();
        }
        float[] vertices = new float[3 * particles * images];
        float[] displacements = new float[particles * images];
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                Vec3 displacement = geometry.trajectories().displacement(p, t);
                Vec3 at = geometry.positions().get(p).plus(displacement.times(scale));
                int v = p * images + t;
                vertices[3 * v] = (float) at.x();
                vertices[3 * v + 1] = (float) at.y();
                vertices[3 * v + 2] = (float) at.z();
                displacements[v] = (float) (displacement.norm() * series.pixelSize());
            }
        }
        return new TrajectoryMesh(particles, images, scale, vertices, doses, displacements,
                colours(doses));
    }

    /** From dark violet at the lowest dose to yellow at the highest. */
    private static int[] colours(float[] doses) {
        int[] colours = new int[doses.length];
        for (int t = 0; t < doses.length; t++) {
            double range = (double) doses[doses.length - 1] - doses[0];
            colours[t] = Viridis.rgb(range > 0 ? ((double) doses[t] - doses[0]) / range : 0);
        }
        return colours;
    }

    /** Returns the number of vertices. */
    public int vertices() {
        return trajectories * images;
    }

    /** Returns the number of lines between two vertices. */
    public int edges() {
        return trajectories * Math.max(0, images - 1);
    }

    /** Returns the vertex where an edge starts; it ends at the next vertex. */
    int edgeStart(int edge) {
        return edge / (images - 1) * images + edge % (images - 1);
    }

    /** Returns the factor on the offsets. */
    double scale() {
        return scale;
    }

    /** Returns a coordinate (axis 0 to 2) of a vertex, px. */
    float position(int vertex, int axis) {
        return positions[3 * vertex + axis];
    }

    /** Returns the chronological index of a vertex's image. */
    int tiltIndex(int vertex) {
        return vertex % images;
    }

    /** Returns the exposure before a vertex's image, e/Å^2. */
    float dose(int vertex) {
        return doses[vertex % images];
    }

    /** Returns the length of a vertex's offset, not scaled, Å. */
    float displacement(int vertex) {
        return displacements[vertex];
    }

    /** Returns the colour of a vertex, which shows its dose, 0xRRGGBB. */
    int colour(int vertex) {
        return colours[vertex % images];
    }
}
