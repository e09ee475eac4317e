package io.mehari.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of one state of the folder, and their class loader. Whoever uses one has taken it and gives it back; with the
 * last it is closed and its copies are deleted. Safe for concurrent use.
 */
public final class Library {
    /** No jars: the gateway's own classes. */
    static final Library NONE = new Library(null, List.of(), "", List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Library.class);

    private static final AtomicBoolean CLEANED = new AtomicBoolean();

    private final CopiedJars copies;
    private final List<String> names;
    private final String digest;
    private final PluginLoader loader;
    private volatile List<String> stamps;
    private int users = 1;

    private Library(CopiedJars copies, List<Path> jars, String digest, List<String> stamps) {
        this.copies = copies;
        this.names = jars.stream().map(jar -> jar.getFileName().toString()).toList();
        this.digest = digest;
        this.stamps = stamps;
        this.loader = jars.isEmpty() ? null : new PluginLoader(jars, Library.class.getClassLoader());
    }

    /**
     * Copies the jars of a folder and opens them.
     *
     * @throws InvalidLibraryException if one cannot be used
     */
    static Library open(JarFolder folder) {
        List<String> stamps = folder.stamps();
        if (stamps.isEmpty()) {
            return NONE;
        }
        CopiedJars copies = newFolder();
        boolean opened = false;
        try {
            JarFolder.Copies jars = folder.copyTo(copies.folder());
            opened = true;
            return new Library(copies, jars.jars(), jars.digest(), stamps);
        } finally {
            if (!opened) {
                copies.delete();
            }
        }
    }

    private static CopiedJars newFolder() {
        try {
            CopiedJars copies = CopiedJars.create();
            if (CLEANED.compareAndSet(false, true)) {
                CopiedJars.deleteAbandoned(copies.folder().getParent(), Clock.systemUTC());
            }
            return copies;
        } catch (IOException e) {
            throw new InvalidLibraryException(
                    "Plugins are copied to " + System.getProperty("java.io.tmpdir") + ", where nothing can be written: "
                            + e.getMessage() + ". Name another folder by -Djava.io.tmpdir",
                    e);
        }
    }

    /** Names of the jars, in order. */
    public List<String> names() {
        return names;
    }

    /** SHA-256 of names and contents; empty without jars. */
    public String digest() {
        return digest;
    }

    /** What the files looked like when they were copied. */
    List<String> stamps() {
        return stamps;
    }

    /** Files that have been touched, and have the same content. */
    void touched(List<String> now) {
        stamps = now;
    }

    /** Finds the classes of the jars, and the gateway's. */
    public ClassLoader loader() {
        return loader == null ? Library.class.getClassLoader() : loader;
    }

    /** Gives a context these classes; nothing happens where there are no jars. */
    public void installIn(CamelContext context) {
        context.getCamelContextExtension().addContextPlugin(Library.class, this);
        if (loader != null) {
            context.setApplicationContextClassLoader(loader);
            context.getCamelContextExtension().addInterceptStrategy(new PluginSteps(loader));
        }
    }

    /**
     * Runs something with these classes as those of its thread.
     *
     * @param task what is built with them
     * @return what the task returned
     */
    public <T> T with(Supplier<T> task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader == null ? before : loader);
        try {
            return task.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The one of a context; the gateway's own classes where nobody has installed one. */
    public static Library of(CamelContext context) {
        Library library = context.getCamelContextExtension().getContextPlugin(Library.class);
        return library == null ? NONE : library;
    }

    /**
     * The Java routes that the jars name in {@code META-INF/services/org.apache.camel.RoutesBuilder}; new ones each time.
     *
     * @throws InvalidLibraryException if one cannot be made
     */
    public List<RoutesBuilder> routes() {
        List<RoutesBuilder> routes = new ArrayList<>();
        if (loader != null) {
            try {
                ServiceLoader.load(RoutesBuilder.class, loader).stream()
                        .filter(provider -> provider.type().getClassLoader() == loader)
                        .forEach(provider -> routes.add(provider.get()));
            } catch (ServiceConfigurationError | LinkageError e) {
                throw new InvalidLibraryException("Java routes of the plugins cannot be made: " + e.getMessage(), e);
            }
        }
        return routes;
    }

    /** The class files of these routes, as texts: what they name stands there. */
    public List<String> routeClasses() {
        List<String> texts = new ArrayList<>();
        if (loader != null) {
            try (Stream<Path> jars = Files.list(copies.folder())) {
                for (Path jar : jars.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    texts.addAll(RouteClasses.in(jar));
                }
            } catch (IOException e) {
                LOG.debug("Java routes of the plugins are not looked at", e);
            }
        }
        return texts;
    }

    /** Another user. */
    synchronized Library take() {
        users++;
        return this;
    }

    /** One user less; with the last one the jars are closed. */
    public void release() {
        if (loader == null) {
            return;
        }
        synchronized (this) {
            users--;
            if (users > 0) {
                return;
            }
        }
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("Plugins were not closed cleanly: {}", e.getMessage());
        }
        copies.delete();
    }
}
