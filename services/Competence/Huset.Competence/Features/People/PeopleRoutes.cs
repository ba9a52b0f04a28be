namespace Huset.Competence.Features.People;

/// <summary>The slices of the people directory, in one list.</summary>
public static class PeopleRoutes
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<Accounts>();
        services.AddHostedService<KeepEmployment>();
        services.AddScoped<ListPeople.Handler>();
        services.AddScoped<ImportPeople.Handler>();
    }

    public static void MapPeople(this RouteGroupBuilder competence)
    {
        var employees = competence.MapGroup("/employees").WithTags("employees");
        ListPeople.Map(employees);
        ReadPerson.Map(employees);
        ImportPeople.Map(employees);
    }
}
