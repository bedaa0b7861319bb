namespace Masakari.Tests.RealCloud.Clients;

/// <summary>Programs that use this service through openstacksdk, and the functional test suites of the Python originals.</summary>
[Category("RealCloud")]
internal sealed class ProgramTests
{
    private ServiceInLab? service;
    private string clouds = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        service = await ServiceInLab.StartAsync();
        clouds = Path.GetTempFileName();
        await File.WriteAllTextAsync(clouds, CloudsYaml());
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        File.Delete(clouds);
        if (service is not null)
            await service.DisposeAsync();
    }

    [Test]
    public Task The_proxy_of_openstacksdk_works_with_every_form_of_our_url() =>
        Python.PassAsync(count: 23, TheLab.Lab.Account, Python.Script("sdk.py"));

    [Test]
    public Task The_tables_and_forms_of_the_dashboard_work() =>
        Python.PassAsync(count: 4, TheLab.Lab.Account, Python.Script("dashboard.py"));

    [Test]
    public async Task The_functional_suite_of_masakari_passes()
    {
        Python.Require("oslotest", "python3-oslotest");
        Python.Require("masakari/tests/functional", "python3-masakari");

        await Python.PassAsync(count: 11, Suite, "-m", "testtools.run", "masakari.tests.functional.test_segments", "masakari.tests.functional.test_hosts");
    }

    [Test]
    public async Task The_functional_suite_of_openstacksdk_passes()
    {
        Python.Require("oslotest", "python3-oslotest");

        await Python.PassAsync(
            count: 4, Suite, "-m", "testtools.run", "openstack.tests.functional.instance_ha.test_segment", "openstack.tests.functional.instance_ha.test_host");
    }

    /// <summary>The test suites read their clouds from a file, under the names that devstack uses.</summary>
    private Dictionary<string, string> Suite => new()
    {
        ["OS_CLIENT_CONFIG_FILE"] = clouds,
        ["OS_CLOUD"] = "devstack-admin",
        ["OPENSTACKSDK_IMAGE"] = "lab-image",
    };

    private static string CloudsYaml()
    {
        var lab = TheLab.Lab;
        var account = string.Join(", ", lab.Account
            .Where(one => one.Key is "OS_AUTH_URL" or "OS_USERNAME" or "OS_PASSWORD" or "OS_PROJECT_NAME" or "OS_USER_DOMAIN_NAME" or "OS_PROJECT_DOMAIN_NAME")
            .Select(one => $"\"{one.Key[3..].ToLowerInvariant()}\": \"{one.Value}\""));
        string[] names = ["devstack", "devstack-admin", "devstack-alt"];
        return "clouds:\n" + string.Concat(names.Select(name => $"  {name}: {{\"auth\": {{{account}}}, \"region_name\": \"{lab["OS_REGION_NAME"]}\"}}\n"));
    }
}
