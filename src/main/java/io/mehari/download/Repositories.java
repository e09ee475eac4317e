package io.mehari.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;

/** The repositories that the command line names. */
final class Repositories {
    /** Digests are compared, and what has none is not taken. */
    private static final RepositoryPolicy CHECKED =
            new RepositoryPolicy(true, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL);

    private Repositories() {}

    /**
     * Reads addresses.
     *
     * @param addresses {@code https:}, {@code http:} or {@code file:}, with {@code user:password@} where one is asked for
     * @throws DownloadFailedException if one is no such address
     */
    static List<RemoteRepository> of(List<String> addresses) {
        List<RemoteRepository> repositories = new ArrayList<>();
        for (String address : addresses) {
            repositories.add(repository("repository-" + (repositories.size() + 1), address));
        }
        return repositories;
    }

    private static RemoteRepository repository(String id, String address) {
        URI uri = uriOf(address);
        RemoteRepository.Builder builder =
                new RemoteRepository.Builder(id, "default", withoutUser(uri)).setPolicy(CHECKED);
        if (uri.getUserInfo() != null) {
            String[] user = uri.getUserInfo().split(":", 2);
            builder.setAuthentication(new AuthenticationBuilder()
                    .addUsername(user[0])
                    .addPassword(user.length > 1 ? user[1] : "")
                    .build());
        }
        return builder.build();
    }

    private static URI uriOf(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getScheme() != null && uri.getScheme().matches("(?i)https?|file")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAnAddress(e);
        }
        throw notAnAddress(null);
    }

    /** Without the address itself: it may have a password in it. */
    private static DownloadFailedException notAnAddress(Exception cause) {
        return new DownloadFailedException(
                "--repository is no address of a repository",
                "Such as https://nexus.example.com/repository/maven-public or file:///srv/maven.",
                cause);
    }

    private static String withoutUser(URI uri) {
        return uri.getRawUserInfo() == null
                ? uri.toString()
                : uri.toString().replaceFirst(java.util.regex.Pattern.quote(uri.getRawUserInfo() + "@"), "");
    }
}
