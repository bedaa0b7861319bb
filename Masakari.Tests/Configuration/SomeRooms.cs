using Masakari.Core.Configuration;

namespace Masakari.Tests.Configuration;

/// <summary>Reads a few options as the rooms do, so that these tests do not depend on the product's list of options.</summary>
internal static class SomeRooms
{
    public static string Read(Conf conf)
    {
        var top = conf.Default;
        var name = top.Text("os_privileged_user_name", null, "Name of the account that calls Nova.");
        if (name is null)
            top.Error("os_privileged_user_name", "is needed: without it no instance can be recovered");
        top.Text("os_privileged_user_password", null, "Its password.", secret: true);
        top.Text("os_privileged_user_tenant", null, "Its project.");
        top.Uri("os_privileged_user_auth_url", null, "Keystone's address for it.");
        top.Text("nova_catalog_admin_info", "compute:nova:publicURL", "Where the catalogue has Nova, as type:name:interface.");
        top.Text("auth_strategy", "keystone", "How requests are authenticated.", choices: ["keystone", "noauth2"]);
        top.Bool("debug", false, "Log more.");
        top.Seconds("wait_period_after_service_update", 180, "The longest wait for a disabled service.", min: 0);
        conf.Section("database").Text("connection", null, "URL of the database.", secret: true, was: ["DEFAULT.sql_connection"]);
        conf.Section("host_failure").Bool("evacuate_all_instances", true, "Also those without the metadata key.");
        conf.Section("keystone_authtoken").Uri("auth_url", null, "Keystone's address.");
        conf.Section("keystone_authtoken").Text("password", null, "The password.", secret: true);
        conf.Section("oslo_policy").Multi("policy_dirs", ["policy.d"], "Folders with further rules.");
        conf.Section("metrics").Text("listen", null, "Address of /metrics.");
        conf.Section("osapi_v1").List("names", ["a", "b"], "Names. " + string.Join(" ", Enumerable.Repeat("word", 40)));
        return name ?? "";
    }

    public static ConfReview Review(string text) => ConfReview.Of(Parse(text));

    public static Conf Parse(string text)
    {
        var conf = Conf.Parse(text, known: OptionCatalog.Of(empty => Read(empty), ForeignOptions.OfService));
        Read(conf);
        return conf;
    }
}
