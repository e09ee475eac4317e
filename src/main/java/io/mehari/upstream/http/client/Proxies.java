package io.mehari.upstream.http.client;

import java.net.URI;
import org.asynchttpclient.Realm;
import org.asynchttpclient.proxy.ProxyServer;

/** Reads the address of a proxy. */
final class Proxies {
    private static final int STANDARD_PORT = 80;

    private Proxies() {}

    static ProxyServer of(URI proxy) {
        int port = proxy.getPort() < 0 ? STANDARD_PORT : proxy.getPort();
        ProxyServer.Builder server = new ProxyServer.Builder(proxy.getHost(), port);
        String user = proxy.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            String name = colon < 0 ? user : user.substring(0, colon);
            String password = colon < 0 ? "" : user.substring(colon + 1);
            server.setRealm(new Realm.Builder(name, password)
                    .setScheme(Realm.AuthScheme.BASIC)
                    .setUsePreemptiveAuth(true));
        }
        return server.build();
    }
}
