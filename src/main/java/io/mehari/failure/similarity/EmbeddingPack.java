package io.mehari.failure.similarity;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The jars that a model needs, in a folder of their own: they are ten times as large as the gateway. What the gateway has
 * itself is not taken from there. Stateless.
 */
final class EmbeddingPack {
    private EmbeddingPack() {}

    /**
     * Loads a model; takes about a second.
     *
     * @param model which one
     * @param folder of the jars; need not exist if the model is on the class path
     * @return the model, which computes on the thread of its caller
     * @throws EmbeddingMissingException if its jars are not there
     * @throws RuntimeException whatever else goes wrong, as a library that the system refuses
     */
    static EmbeddingModel load(KnownModel model, Path folder) {
        stayAtHome();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader jars = loader(folder);
        thread.setContextClassLoader(jars); // by which the tokenizers look for their library
        try {
            Class<?> type = Class.forName(model.type(), true, jars);
            Executor here = Runnable::run;
            return (EmbeddingModel) type.getConstructor(Executor.class).newInstance(here);
        } catch (ClassNotFoundException e) {
            throw new EmbeddingMissingException(
                    "The model " + model.id() + " is not there: neither on the class path nor in " + folder
                            + "; unpack the embedding pack there");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("The model " + model.id() + " cannot be loaded: " + root(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** DJL, which the tokenizers come with, tells its makers of its use otherwise, and looks for what it lacks in the network. */
    private static void stayAtHome() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private static ClassLoader loader(Path folder) {
        ClassLoader own = EmbeddingPack.class.getClassLoader();
        if (!Files.isDirectory(folder)) {
            return own;
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : found) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new URLClassLoader("embedding-pack", jars.toArray(URL[]::new), own);
    }
}
