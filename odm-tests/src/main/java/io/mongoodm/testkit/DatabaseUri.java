package io.mongoodm.testkit;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCredential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a database name into a connection string; apart from {@link EmbeddedMongo} because the rules are fiddly. */
final class DatabaseUri {
    private static final String FORBIDDEN = "/\\.\"$*<>:|? \0";
    private static final int LONGEST = 63;

    private DatabaseUri() {}

    /**
     * Returns the connection string with this database and its own options. A user that is checked against the database
     * that the string names, or names by leaving it out, is still checked against that one.
     */
    static String of(String uri, String database) {
        check(database);
        int hosts = uri.indexOf("://") + 3;
        int query = uri.indexOf('?', hosts);
        String address = query < 0 ? uri.substring(hosts) : uri.substring(hosts, query);
        String options = query < 0 ? "" : uri.substring(query + 1);
        int slash = address.indexOf('/');
        String authority = slash < 0 ? address : address.substring(0, slash);
        @Nullable String source = authenticationSource(uri, options, authority);
        if (source != null) {
            options += (options.isEmpty() ? "" : "&") + "authSource=" + source;
        }
        return uri.substring(0, hosts) + authority + "/" + encoded(database) + (options.isEmpty() ? "" : "?" + options);
    }

    private static @Nullable String authenticationSource(String uri, String options, String authority) {
        if (!authority.contains("@") || options.toLowerCase(Locale.ROOT).contains("authsource=")) {
            return null;
        }
        @Nullable MongoCredential credential = new ConnectionString(uri).getCredential();
        return credential == null ? null : encoded(credential.getSource());
    }

    private static void check(String database) {
        boolean fits = !database.isEmpty()
                && database.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && database.chars().noneMatch(character -> FORBIDDEN.indexOf(character) >= 0);
        if (!fits) {
            throw new IllegalArgumentException(
                    "\"" + database + "\" cannot name a database of " + "EmbeddedMongo.uri(name)."
                            + " Use 1 to 63 bytes without a space, a null character or any of /\\.\"$*<>:|?");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
