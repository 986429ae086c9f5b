package io.dbops.migration.source;

import io.dbops.spi.ScriptResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;

/** A script that a URL leads to. */
record UrlScript(URL url, String name) implements ScriptResource {

    static UrlScript of(String root, String path) throws MalformedURLException {
        return new UrlScript(new URL(root + encode(path)), path.substring(path.lastIndexOf('/') + 1));
    }

    /** A path as it stands in a URL. */
    static String encode(String path) {
        try {
            return new URI(null, null, "/" + path, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path of slashes and characters is one of a URL", e);
        }
    }

    @Override
    public String location() {
        return url.toString();
    }

    @Override
    public InputStream open() throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
