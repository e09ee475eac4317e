package io.mehari.failure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("S0.4: HNSW with M 16, efConstruction 200, cosine; batches of 100")
class LuceneVectorIndexTest {
    private static final int DIMENSIONS = 32;

    @TempDir
    Path folder;

    @Test
    void hasTheParametersOfTheSource() {
        assertThat(List.of(LuceneVectorIndex.M, LuceneVectorIndex.EF_CONSTRUCTION, VectorIndex.BATCH))
                .containsExactly(16, 200, 100);
        assertThat(LuceneVectorIndex.graph().toString()).contains("maxConn=16", "beamWidth=200");
    }

    /** A node has up to 32 neighbours in the lowest level, twice M: written for each, so the file shows what was built. */
    @Test
    void theGraphOnDiskHasTheNeighboursOfItsParameters() throws Exception {
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "m", 0)) {
            index.add(vectors(1500));
        }
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
            int most = 0;
            for (LeafReaderContext leaf : reader.leaves()) {
                HnswGraph graph = graphOf(leaf);
                for (int node = 0; node < graph.size(); node++) {
                    graph.seek(0, node);
                    int neighbours = 0;
                    while (graph.nextNeighbor() != DocIdSetIterator.NO_MORE_DOCS) {
                        neighbours++;
                    }
                    most = Math.max(most, neighbours);
                }
            }
            assertThat(most).as("most neighbours of a node").isBetween(17, 32);
        }
    }

    private static HnswGraph graphOf(LeafReaderContext leaf) throws IOException {
        KnnVectorsReader vectors = ((CodecReader) leaf.reader()).getVectorReader();
        KnnVectorsReader ofField = ((PerFieldKnnVectorsFormat.FieldsReader) vectors).getFieldReader("vector");
        return ((HnswGraphProvider) ofField).getGraph("vector");
    }

    /** Each batch of 100 is a commit of its own, so that a crash costs no more than the last one. */
    @Test
    void vectorsAreWrittenInBatchesOfAHundred() throws Exception {
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "m")) {
            long before = generation();
            index.add(vectors(250));
            assertThat(generation() - before).as("commits of 250 vectors").isEqualTo(3);
        }
    }

    private long generation() throws IOException {
        try (FSDirectory directory = FSDirectory.open(folder)) {
            return SegmentInfos.getLastCommitGeneration(directory);
        }
    }

    @Test
    void theGraphFindsWhatComparingEachVectorFinds() {
        Map<String, float[]> vectors = vectors(1500);
        try (LuceneVectorIndex graph = LuceneVectorIndex.open(folder.resolve("graph"), "m", 0);
                LuceneVectorIndex each = LuceneVectorIndex.open(folder.resolve("each"), "m")) {
            graph.add(vectors);
            each.add(vectors);
            Random random = new Random(2);
            int found = 0;
            for (int i = 0; i < 50; i++) {
                float[] query = unit(random);
                List<String> near =
                        graph.nearest(query, 10).stream().map(Match::id).toList();
                found += (int) each.nearest(query, 10).stream()
                        .filter(match -> near.contains(match.id()))
                        .count();
            }
            assertThat(found).as("recall of 500").isGreaterThanOrEqualTo(475);
            float[] known = vectors.get("v7");
            assertThat(graph.nearest(known, 1).get(0).id()).isEqualTo("v7");
            assertThat(graph.nearest(known, 1).get(0).score()).isBetween(0.999, 1.001);
        }
    }

    @Test
    void survivesARestartAndForgetsWhatWasRemoved() {
        Map<String, float[]> vectors = vectors(250);
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "m")) {
            index.add(vectors);
            index.remove(Set.of("v3", "v4", "not there"));
        }
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "m")) {
            assertThat(index.ids()).hasSize(248).doesNotContain("v3", "v4");
            assertThat(index.nearest(vectors.get("v5"), 1).get(0).id()).isEqualTo("v5");
            assertThat(index.nearest(vectors.get("v3"), 1).get(0).id()).isNotEqualTo("v3");
        }
    }

    @Test
    void isEmptyForAnotherModel() {
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "one")) {
            index.add(vectors(10));
        }
        try (LuceneVectorIndex index = LuceneVectorIndex.open(folder, "other")) {
            assertThat(index.ids()).isEmpty();
        }
    }

    private static Map<String, float[]> vectors(int number) {
        Random random = new Random(1);
        Map<String, float[]> vectors = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            vectors.put("v" + i, unit(random));
        }
        return vectors;
    }

    private static float[] unit(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        float length = (float) Math.sqrt(LuceneVectorIndex.dot(vector, vector));
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
