package io.mehari.failure.similarity;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that makes vectors of texts, loaded when it is first needed. What goes wrong with it is said, and no one fails of
 * it. Safe for concurrent use.
 */
public final class Embedder {
    private static final Logger LOG = LoggerFactory.getLogger(Embedder.class);

    /** Characters of a text that are looked at: a model takes about 500 tokens and the time grows with them. */
    private static final int MAX_TEXT = 512;

    /** Whether vectors can be made. */
    public enum State {
        /** Switched off by the settings. */
        OFF,
        /** Nobody has needed it yet. */
        NOT_LOADED,
        /** On its way. */
        LOADING,
        /** There. */
        READY,
        /** Not there, or broken; {@link Embedder#problem()} says why. */
        UNAVAILABLE;

        /**
         * As it stands in JSON.
         *
         * @return the name in lower case
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final double unrelated;
    private final Supplier<EmbeddingModel> loading;
    private final AtomicReference<State> state;
    private volatile EmbeddingModel model;
    private volatile String problem = "";

    /**
     * An embedder.
     *
     * @param id name of the model
     * @param unrelated the cosine of texts that are nothing like each other
     * @param loading loads it; may take seconds, may throw; null for none
     */
    Embedder(String id, double unrelated, Supplier<EmbeddingModel> loading) {
        this.id = id;
        this.unrelated = unrelated;
        this.loading = loading;
        this.state = new AtomicReference<>(loading == null ? State.OFF : State.NOT_LOADED);
    }

    /**
     * The embedder that the settings ask for.
     *
     * @param settings name of a model and folder of its jars
     * @return never null; one that is off where no model is wanted
     */
    public static Embedder of(EmbeddingSettings settings) {
        return KnownModel.of(settings.model())
                .map(known ->
                        new Embedder(known.id(), known.unrelated(), () -> EmbeddingPack.load(known, settings.folder())))
                .orElseGet(() -> new Embedder(EmbeddingSettings.NONE, 0, null));
    }

    /** Loads the model if nobody has yet; returns when it is there, or cannot be. For a thread that may wait. */
    public void load() {
        if (!state.compareAndSet(State.NOT_LOADED, State.LOADING)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            EmbeddingModel loaded = loading.get();
            loaded.embed("connection refused");
            model = loaded;
            state.set(State.READY);
            LOG.info("The embedding model {} is loaded in {} ms", id, (System.nanoTime() - begin) / 1_000_000);
        } catch (RuntimeException | LinkageError e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
            state.set(State.UNAVAILABLE);
            LOG.warn("Errors are compared by their letters only: {}", problem);
        }
    }

    /**
     * The vector of a text; takes about 5 ms.
     *
     * @param text of which the first characters are looked at
     * @return of length 1; empty while the model is not there, or if it fails on the text
     */
    public Optional<float[]> embed(String text) {
        EmbeddingModel loaded = model;
        if (loaded == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
            return Optional.of(normalised(loaded.embed(cut).content().vector()));
        } catch (RuntimeException e) {
            LOG.debug("The model {} makes no vector of a text", id, e);
            return Optional.empty();
        }
    }

    /**
     * How alike two texts are, on the scale of {@link Match}: what is unrelated is 0 whatever the model.
     *
     * @param cosine of their vectors
     * @return from 0 to 1
     */
    public double score(double cosine) {
        return Math.max(0, (cosine - unrelated) / (1 - unrelated));
    }

    /**
     * Name of the model.
     *
     * @return as in the settings
     */
    public String id() {
        return id;
    }

    /**
     * Whether vectors can be made.
     *
     * @return never null
     */
    public State state() {
        return state.get();
    }

    /**
     * Why there is no model.
     *
     * @return a sentence; empty while all is well
     */
    public String problem() {
        return problem;
    }

    private static float[] normalised(float[] vector) {
        double length = Math.sqrt(LuceneVectorIndex.dot(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
