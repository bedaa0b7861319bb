namespace Masakari.Tests.Configuration;

/// <summary>The smallest configuration of a service that asks nobody for tokens and listens on this machine alone.</summary>
internal static class LocalConf
{
    /// <param name="connection">Of section <c>database</c>. The text ends with its line: sections may follow.</param>
    /// <param name="options">More lines of section <c>DEFAULT</c>.</param>
    public static string Text(string connection, string options = "") => $"""
        [DEFAULT]
        auth_strategy = noauth2
        masakari_api_listen = 127.0.0.1
        os_privileged_user_name = masakari
        os_privileged_user_password = secret
        os_privileged_user_auth_url = http://127.0.0.1:9
        {options}
        [database]
        connection = {connection}

        """;

    /// <summary>With a database in a folder.</summary>
    public static string In(string folder, string options = "") => Text($"sqlite:///{folder}/masakari.sqlite", options);
}
