using System.Reflection;

namespace Masakari.Tests;

public sealed class ExplicitTests
{
    private static readonly string[] Commands = ["Long", "Benchmark"];

    /// <summary><c>./build.sh test</c> leaves explicit tests out by their category; <c>long</c> and <c>bench</c> find them by it.</summary>
    [Test]
    public void Have_a_category_that_a_command_of_build_sh_runs()
    {
        var tests = typeof(ExplicitTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(TestAttribute)) || method.IsDefined(typeof(TestCaseAttribute)) || method.IsDefined(typeof(TestCaseSourceAttribute)))
            .Where(method => Of<ExplicitAttribute>(method).Any())
            .ToArray();

        Assert.That(tests, Is.Not.Empty);
        Assert.That(tests.Where(test => !Of<CategoryAttribute>(test).Any(category => Commands.Contains(category.Name))), Is.Empty);
    }

    private static IEnumerable<T> Of<T>(MethodInfo test)
        where T : Attribute => test.GetCustomAttributes<T>().Concat(test.ReflectedType!.GetCustomAttributes<T>());
}
