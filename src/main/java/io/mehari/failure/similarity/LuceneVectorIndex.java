package io.mehari.failure.similarity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Vectors in an HNSW graph of Lucene's (M 16, efConstruction 200), compared by the dot product of vectors of length 1, which is
 * their cosine. Below {@link #BRUTE_FORCE} vectors every one is compared, which is exact and as fast. What a crash leaves is
 * the last whole batch. Safe for concurrent use.
 */
public final class LuceneVectorIndex implements VectorIndex {
    /** Up to so many vectors are compared one by one. */
    static final int BRUTE_FORCE = 4096;

    static final int M = 16;
    static final int EF_CONSTRUCTION = 200;

    /** Candidates that a search in the graph keeps: 100 found 99.9 % of the nearest ones of 30,000. */
    private static final int EF_SEARCH = 100;

    private static final String ID = "id";
    private static final String VECTOR = "vector";
    private static final String MODEL = "model";

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final String model;
    private final int bruteForce;

    /** All vectors while they are few; only their ids else. */
    private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

    private static final float[] ON_DISK = {};

    private LuceneVectorIndex(Path folder, String model, int bruteForce) throws IOException {
        this.model = model;
        this.bruteForce = bruteForce;
        this.directory = FSDirectory.open(folder);
        this.writer = new IndexWriter(directory, new IndexWriterConfig().setCodec(codec()));
        if (!model.equals(modelOf(writer))) {
            writer.deleteAll();
            commit();
        }
        this.searchers = new SearcherManager(writer, null);
        load();
    }

    /**
     * Opens the index in a folder, or makes one.
     *
     * @param folder made if it is not there
     * @param model what made the vectors; what another model has made is removed
     * @return the index
     * @throws UncheckedIOException if the folder cannot be used, or what is in it is damaged
     */
    public static LuceneVectorIndex open(Path folder, String model) {
        return open(folder, model, BRUTE_FORCE);
    }

    static LuceneVectorIndex open(Path folder, String model, int bruteForce) {
        try {
            return new LuceneVectorIndex(folder, model, bruteForce);
        } catch (IOException e) {
            throw new UncheckedIOException("The index of errors in " + folder + " cannot be used", e);
        }
    }

    @Override
    public synchronized void add(Map<String, float[]> added) {
        try {
            int inBatch = 0;
            for (Map.Entry<String, float[]> entry : added.entrySet()) {
                Document document = new Document();
                document.add(new StringField(ID, entry.getKey(), Field.Store.YES));
                document.add(new KnnFloatVectorField(VECTOR, entry.getValue(), VectorSimilarityFunction.DOT_PRODUCT));
                writer.updateDocument(new Term(ID, entry.getKey()), document);
                vectors.put(entry.getKey(), vectors.size() < bruteForce ? entry.getValue() : ON_DISK);
                if (++inBatch % BATCH == 0) {
                    commit();
                }
            }
            commit();
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void remove(Collection<String> ids) {
        try {
            writer.deleteDocuments(ids.stream().map(id -> new Term(ID, id)).toArray(Term[]::new));
            vectors.keySet().removeAll(ids);
            commit();
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Match> nearest(float[] vector, int most) {
        return isInMemory() ? compared(vector, most) : ofGraph(vector, most);
    }

    private boolean isInMemory() {
        return vectors.size() <= bruteForce && vectors.values().stream().noneMatch(known -> known == ON_DISK);
    }

    private List<Match> compared(float[] vector, int most) {
        List<Match> matches = new ArrayList<>();
        vectors.forEach((id, known) -> matches.add(new Match(id, dot(vector, known))));
        matches.sort(null);
        return List.copyOf(matches.subList(0, Math.min(most, matches.size())));
    }

    private List<Match> ofGraph(float[] vector, int most) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                List<Match> matches = new ArrayList<>();
                int candidates = Math.max(EF_SEARCH, most);
                for (ScoreDoc hit :
                        searcher.search(new KnnFloatVectorQuery(VECTOR, vector, candidates), most).scoreDocs) {
                    String id = searcher.storedFields().document(hit.doc).get(ID);
                    matches.add(new Match(id, 2 * hit.score - 1));
                }
                return List.copyOf(matches);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> ids() {
        return Set.copyOf(vectors.keySet());
    }

    @Override
    public synchronized void close() {
        try {
            searchers.close();
            writer.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit() throws IOException {
        writer.setLiveCommitData(Map.of(MODEL, model).entrySet());
        writer.commit();
    }

    private static String modelOf(IndexWriter writer) {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            Iterator<Map.Entry<String, String>> entries = data.iterator();
            while (entries.hasNext()) {
                Map.Entry<String, String> entry = entries.next();
                if (entry.getKey().equals(MODEL)) {
                    return entry.getValue();
                }
            }
        }
        return "";
    }

    private void load() throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
            boolean few = reader.numDocs() <= bruteForce;
            for (var leaf : reader.leaves()) {
                var found = leaf.reader().getFloatVectorValues(VECTOR);
                var live = leaf.reader().getLiveDocs();
                for (int doc = found == null ? Integer.MAX_VALUE : found.nextDoc();
                        doc < leaf.reader().maxDoc();
                        doc = found.nextDoc()) {
                    if (live == null || live.get(doc)) {
                        String id = leaf.reader().storedFields().document(doc).get(ID);
                        vectors.put(id, few ? found.vectorValue().clone() : ON_DISK);
                    }
                }
            }
        }
    }

    static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    /** How the graph is built. */
    static KnnVectorsFormat graph() {
        return new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION);
    }

    /** Named as the usual codec, so that the index can be read without this one. */
    private static Codec codec() {
        Codec usual = Codec.getDefault();
        return new FilterCodec(usual.getName(), usual) {
            @Override
            public KnnVectorsFormat knnVectorsFormat() {
                return new PerFieldKnnVectorsFormat() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return graph();
                    }
                };
            }
        };
    }
}
