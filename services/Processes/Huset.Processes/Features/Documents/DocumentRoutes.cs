using Huset.Processes.Features.Revisions;
using Huset.ServiceDefaults;

namespace Huset.Processes.Features.Documents;

/// <summary>The documents' and revision tasks' part of the service, in one place.</summary>
public static class DocumentRoutes
{
    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddScoped<Readers>();
        services.AddScoped<StepDocuments>();
        services.AddScoped<DocumentInput>();
        services.AddScoped<ListDocuments.Handler>();
        services.AddScoped<ReadDocument.Handler>();
        services.AddScoped<CreateDocument.Handler>();
        services.AddScoped<WriteDocument.Handler>();
        services.AddScoped<JudgeDocument.Handler>();
        services.AddScoped<SignReading.Handler>();
        services.AddScoped<FollowReading.Handler>();
        services.AddScoped<ListRevisions.Handler>();
        services.AddScoped<HandleRevision.Handler>();
        services.AddDemo<ProcessesDb>("documents", DemoDocuments.Make);
    }

    public static void MapDocuments(this RouteGroupBuilder documents)
    {
        ListDocuments.Map(documents);
        CreateDocument.Map(documents);
        ReadDocument.Map(documents);
        WriteDocument.Map(documents);
        JudgeDocument.Map(documents);
        SignReading.Map(documents);
        FollowReading.Map(documents);
    }

    public static void MapRevisionTasks(this RouteGroupBuilder tasks)
    {
        ListRevisions.Map(tasks);
        HandleRevision.Map(tasks);
    }
}
