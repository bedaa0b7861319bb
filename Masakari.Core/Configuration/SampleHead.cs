namespace Masakari.Core.Configuration;

/// <summary>What stands before the options of a sample.</summary>
/// <param name="Subject">Whose configuration it is.</param>
/// <param name="Example">A variable of the environment that overrides an option.</param>
/// <param name="LeastLines">The options that must be set.</param>
internal sealed record SampleHead(string Subject, string Example, string LeastLines)
{
    private static readonly SampleHead Service = new("Masakari", "OS_DATABASE__CONNECTION", """
        [DEFAULT]
        os_privileged_user_name = masakari
        os_privileged_user_password = PASSWORD
        os_privileged_user_tenant = service
        os_privileged_user_auth_url = http://controller/identity

        [database]
        connection = mysql+pymysql://masakari:PASSWORD@controller/masakari?charset=utf8

        [keystone_authtoken]
        www_authenticate_uri = http://controller/identity
        auth_type = password
        auth_url = http://controller/identity
        project_domain_name = Default
        user_domain_name = Default
        project_name = service
        username = masakari
        password = PASSWORD
        """);

    private static readonly SampleHead Monitors = new("the monitors of Masakari", "OS_API__PASSWORD", """
        [api]
        auth_type = password
        auth_url = http://controller/identity
        project_domain_name = Default
        user_domain_name = Default
        project_name = service
        username = masakari
        password = PASSWORD

        [monitors]
        enabled = process
        """);

    /// <summary>The whole head, without the marks of a comment.</summary>
    public string Text => $"""
        The configuration of {Subject}. Every option is shown with its default: remove the "# " before a line to change the option.
        A line that begins with a space continues the value above. $name stands for the value of the option called name: write $$ for a $.
        An environment variable OS_SECTION__OPTION, in upper case, overrides the files, for example {Example}.

        These options must be set:

        {LeastLines}
        """;

    /// <param name="project">As <see cref="ConfSources.Project"/>.</param>
    public static SampleHead Of(string project) => project == ConfSources.Monitors ? Monitors : Service;
}
