package io.mehari.library;

import io.mehari.thread.PassingLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classes of some jars. What the gateway has itself comes from the gateway. */
final class PluginLoader extends URLClassLoader implements PassingLoader {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);

    static {
        registerAsParallelCapable();
    }

    PluginLoader(List<Path> jars, ClassLoader gateway) {
        super("plugins", jars.stream().map(PluginLoader::urlOf).toArray(URL[]::new), gateway);
    }

    private static URL urlOf(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes its drivers out of the JVM's list and closes the jars. */
    @Override
    public void close() throws IOException {
        try {
            driverExit().run();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.warn("Database drivers of the plugins stay registered: {}", e.toString());
        } finally {
            super.close();
        }
    }

    private Runnable driverExit() throws IOException, ReflectiveOperationException {
        String name = DriverExit.class.getName();
        try (InputStream code = DriverExit.class.getResourceAsStream("DriverExit.class")) {
            byte[] bytes = code.readAllBytes();
            Class<?> exit = defineClass(name, bytes, 0, bytes.length);
            return (Runnable) exit.getDeclaredConstructor().newInstance();
        }
    }
}
