package io.mehari.download;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.graph.selector.ExclusionDependencySelector;
import org.eclipse.aether.util.graph.selector.OptionalDependencySelector;
import org.eclipse.aether.util.graph.selector.ScopeDependencySelector;
import org.eclipse.aether.util.repository.JreProxySelector;

/**
 * Maven repositories, asked by Maven's own resolver. Digests of what is fetched must be those that the repository names.
 * Proxies are those of the JVM.
 */
final class MavenRepository {
    private final List<RemoteRepository> remotes;
    private final Path local;

    /**
     * Repositories.
     *
     * @param remotes asked in this order
     * @param local folder for what is fetched
     */
    MavenRepository(List<RemoteRepository> remotes, Path local) {
        this.remotes = remotes;
        this.local = local;
    }

    /**
     * Fetches an artifact and what it needs at run time.
     *
     * @param wanted the artifact
     * @param gateway what is there already, and whose own needs are
     * @throws RepositoryException if anything is not there, cannot be reached, or has another digest
     */
    Resolution resolve(Coordinates wanted, GatewayJars gateway) throws RepositoryException {
        Map<String, String> others = new TreeMap<>();
        RepositorySystem system = new RepositorySystemSupplier().get();
        try (CloseableSession session = session(system)
                .setDependencySelector(new AndDependencySelector(
                        new ScopeDependencySelector("test", "provided"),
                        new OptionalDependencySelector(),
                        new ExclusionDependencySelector(),
                        new NotThere(gateway, others)))
                .build()) {
            Artifact artifact = new DefaultArtifact(wanted.group(), wanted.artifact(), "jar", wanted.version());
            CollectRequest request = new CollectRequest()
                    .addDependency(new Dependency(artifact, "runtime"))
                    .setRepositories(system.newResolutionRepositories(session, remotes));
            List<Path> jars = new ArrayList<>();
            for (ArtifactResult result : system.resolveDependencies(session, new DependencyRequest(request, null))
                    .getArtifactResults()) {
                jars.add(result.getArtifact().getFile().toPath());
            }
            return new Resolution(jars, others);
        } finally {
            system.shutdown();
        }
    }

    /**
     * Fetches one artifact without what it needs.
     *
     * @param wanted the artifact
     * @return the jar, in the folder for what is fetched
     * @throws RepositoryException if it is not there, cannot be reached, or has another digest
     */
    Path jarOf(Coordinates wanted) throws RepositoryException {
        RepositorySystem system = new RepositorySystemSupplier().get();
        try (CloseableSession session = session(system).build()) {
            ArtifactRequest request = new ArtifactRequest()
                    .setArtifact(new DefaultArtifact(wanted.group(), wanted.artifact(), "jar", wanted.version()))
                    .setRepositories(system.newResolutionRepositories(session, remotes));
            return system.resolveArtifact(session, request)
                    .getArtifact()
                    .getFile()
                    .toPath();
        } finally {
            system.shutdown();
        }
    }

    private SessionBuilder session(RepositorySystem system) {
        return new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(local)
                .setIgnoreArtifactDescriptorRepositories(true) // nobody is asked but those that were named
                .setProxySelector(new JreProxySelector())
                .setSystemProperties(System.getProperties());
    }

    /** Leaves out what the gateway has, and remembers where it has another version. */
    private record NotThere(GatewayJars gateway, Map<String, String> others) implements DependencySelector {
        @Override
        public boolean selectDependency(Dependency dependency) {
            Artifact artifact = dependency.getArtifact();
            String own = gateway.versionOf(artifact.getArtifactId()).orElse(null);
            if (own == null) {
                return true;
            }
            if (!own.equals(artifact.getVersion())) {
                others.put(artifact.getArtifactId(), artifact.getVersion());
            }
            return false;
        }

        @Override
        public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
            return this;
        }
    }
}
