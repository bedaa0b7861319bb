using System.Globalization;

namespace Masakari.Core.Persistence;

/// <summary>Parses a database URL as the original's library does, including characters that the library accepts unescaped.</summary>
internal sealed class DatabaseUrlReader(string url, string moreParameters)
{
    private readonly List<string> warnings = [];

    public DatabaseUrl Read()
    {
        var text = url.Trim();
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0)
            throw new DatabaseUrlException("The database URL must begin like mysql+pymysql://user:password@host/database or sqlite:////path/to/file.");
        var dialect = text[..schemeEnd].Split('+')[0].ToLowerInvariant();
        var rest = text[(schemeEnd + 3)..];
        var read = dialect switch
        {
            "mysql" or "mariadb" => ReadMySql(rest),
            "sqlite" => ReadSqlite(rest),
            "postgresql" or "postgres" => throw new DatabaseUrlException("PostgreSQL is not supported: use MySQL or MariaDB."),
            _ => throw new DatabaseUrlException($"The database URL begins with '{dialect}://': only mysql, mariadb and sqlite are supported."),
        };
        return read with { Warnings = warnings };
    }

    private DatabaseUrl ReadSqlite(string rest)
    {
        var (path, _) = Cut(rest, '?');
        if (path is "" or "/" or "/:memory:")
            return new DatabaseUrl { IsSqlite = true };
        if (path[0] != '/')
            throw new DatabaseUrlException("A sqlite URL names no host: write sqlite:////absolute/path or sqlite:///relative/path.");
        var file = path[1..];
        if (LooksAbsolute(file))
            warnings.Add($"The SQLite file '{file}' is relative to the working directory; an absolute path needs four slashes: sqlite:////{file}");
        return new DatabaseUrl { IsSqlite = true, Database = file };
    }

    private static bool LooksAbsolute(string file) =>
        file.Split('/')[0] is "var" or "etc" or "home" or "opt" or "srv" or "tmp" or "usr" or "root" or "run" && file.Contains('/', StringComparison.Ordinal);

    private DatabaseUrl ReadMySql(string rest)
    {
        var (account, place) = SplitAccount(rest);
        var (address, query) = Cut(place, '?');
        var (server, database) = Cut(address, '/');
        if (server.Contains('@', StringComparison.Ordinal) || database.Contains('@', StringComparison.Ordinal))
            throw new DatabaseUrlException("The database URL contains more than one '@': a '@' in the password must be written %40.");
        if (database.Length == 0)
            throw new DatabaseUrlException("The database URL names no database: mysql+pymysql://user:password@host/database.");
        var (user, password) = Cut(account, ':');
        var (host, port) = SplitServer(server);
        var read = new DatabaseUrl
        {
            User = Uri.UnescapeDataString(user), Password = Uri.UnescapeDataString(password), Host = host, Port = port, Database = database,
        };
        return ReadParameters(read, query.Split('&').Concat(moreParameters.Split('&')));
    }

    // The first '@' ends the account: the password may contain '/', ':', '?' and '#'. Without '@' there is no account.
    private static (string Account, string Place) SplitAccount(string rest)
    {
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var noAccount = at < 0 || (rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark && mark < at && !rest[..mark].Contains(':', StringComparison.Ordinal));
        return noAccount ? ("", rest) : (rest[..at], rest[(at + 1)..]);
    }

    private static (string Host, int Port) SplitServer(string server)
    {
        var (host, port) = server.StartsWith('[') && server.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
            ? (server[1..end], server[(end + 1)..].TrimStart(':'))
            : Cut(server, ':');
        if (port.Length == 0)
            return (host.Length == 0 ? "localhost" : host, 3306);
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? (host.Length == 0 ? "localhost" : host, number)
            : throw new DatabaseUrlException("The port in the database URL is not a number from 1 to 65535 (a '/', '?' or '@' in the password may have to be percent-encoded).");
    }

    private DatabaseUrl ReadParameters(DatabaseUrl read, IEnumerable<string> pairs)
    {
        var tls = new TlsParameters();
        foreach (var pair in pairs.Where(p => p.Length > 0))
        {
            var (name, raw) = Cut(pair, '=');
            var value = Uri.UnescapeDataString(raw.Replace('+', ' '));
            if (!tls.Take(name, value))
                read = ReadParameter(read, name, value);
        }
        return tls.ApplyTo(read);
    }

    private DatabaseUrl ReadParameter(DatabaseUrl read, string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "unix_socket": return read with { UnixSocket = value };
            case "connect_timeout": return read with { ConnectTimeout = Seconds(name, value) };
            case "read_timeout" or "write_timeout":
                var limit = Seconds(name, value);
                return read with { StatementTimeout = read.StatementTimeout > limit ? read.StatementTimeout : limit };
            case "sql_mode": return read with { SqlMode = value };
            case "init_command": return read with { InitCommand = value };
            case "charset" or "plugin": return read;
            case "useaffectedrows" or "use affected rows" or "use_affected_rows" or "client_flag":
                throw new DatabaseUrlException($"The database URL's parameter {name} is refused: claims rely on the number of rows that an UPDATE found.");
            default:
                warnings.Add($"The database URL's parameter '{name}' is not known and not used.");
                return read;
        }
    }

    private static TimeSpan Seconds(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new DatabaseUrlException($"The database URL's parameter {name} is not a whole number of seconds, 1 or more.");

    private static (string Before, string After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
