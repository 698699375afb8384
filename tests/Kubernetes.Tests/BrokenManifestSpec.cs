using Coordinator.Kubernetes.Tests.Checks;
using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests;

/// <summary>Each check finds its fault: one thing in good manifests is made wrong, and named.</summary>
public sealed class BrokenManifestSpec
{
    private static readonly Dictionary<string, Action<Manifests>> Faults = new()
    {
        ["StatefulSet coordinator does not select its own pods"] = all => Labels(all.Nodes!)["app.kubernetes.io/name"] = "coordinators",
        ["StatefulSet coordinator is spread by labels that its pods do not have"] = all => AntiAffinity(all).LabelSelector.MatchLabels["app"] = "x",
        ["Service coordinator-nodes selects no pod"] = all => Service(all).Spec.Selector["app"] = "x",
        ["NetworkPolicy coordinator selects no pod"] = all => all.Policies[0].Spec.PodSelector.MatchLabels["app"] = "x",
        ["PodDisruptionBudget coordinator selects no pod"] = all => Budget(all).Spec.Selector.MatchLabels["app"] = "x",
        ["selects the pods of StatefulSet coordinator and Job coordinator-schema"] = all => Service(all).Spec.Selector.Remove("app.kubernetes.io/component"),
        ["No PodDisruptionBudget lets one node go at a time"] = all => Budget(all).Spec.MaxUnavailable = "50%",

        ["StatefulSet coordinator mounts date, which is no volume of its pod"] = all => Mount(all, "data").Name = "date",
        ["StatefulSet coordinator has a volume tmp that nothing mounts"] = all => Container(all).VolumeMounts.Remove(Mount(all, "tmp")),
        ["StatefulSet coordinator mounts /tmp twice"] = all => Mount(all, "data").MountPath = "/tmp",
        ["StatefulSet coordinator works in /app, which nothing mounts"] = all => Container(all).WorkingDir = "/app",

        ["StatefulSet coordinator has port 4053 twice"] = all => Container(all).Ports[1].ContainerPort = 4053,
        ["StatefulSet coordinator has two ports named remoting"] = all => Container(all).Ports[1].Name = "remoting",
        ["StatefulSet coordinator is probed on web, which is no port of it"] = all => Container(all).LivenessProbe.HttpGet.Port = "web",
        ["port http leads to web, which is no port of StatefulSet coordinator"] = all => Service(all).Spec.Ports[2].TargetPort = "web",
        ["port remoting is 80, and StatefulSet coordinator listens on 4053"] = all => Service(all).Spec.Ports[0].Port = 80,

        ["StatefulSet coordinator requests more memory (2Gi) than it may have (1Gi)"] = all => Container(all).Resources.Requests["memory"] = new("2Gi"),
        ["StatefulSet coordinator has a CPU limit"] = all => Container(all).Resources.Limits["cpu"] = new("4"),
        ["StatefulSet coordinator has no memory limit"] = all => Container(all).Resources.Limits.Remove("memory"),
        ["StatefulSet coordinator requests no cpu"] = all => Container(all).Resources.Requests.Remove("cpu"),

        ["NetworkPolicy coordinator speaks of 4055, which is no port of StatefulSet coordinator"] = all => Rule(all).Ports[0].Port = 4055,
        ["Nodes are open on http, nodes instead of nodes, remoting"] = all => Rule(all).Ports[0].Port = "http",
        ["One rule lets the same pods in on remoting and http"] = all => Rule(all).Ports.Add(new V1NetworkPolicyPort { Port = "http" }),
        ["NetworkPolicy coordinator lets anybody in"] = all => Rule(all).FromProperty.Clear(),
        ["NetworkPolicy coordinator lets in on every port"] = all => Rule(all).Ports.Clear(),
        ["No NetworkPolicy lets participants in on port remoting"] = all => all.Policies[0].Spec.Ingress.RemoveAt(1),
        ["No NetworkPolicy lets nodes in on port nodes"] = all => all.Policies[0].Spec.Ingress.RemoveAt(0),
        ["Others than nodes are let in on port nodes"] = all => Rule(all).Ports[0].Port = "nodes",
        ["Others than participants are let in on port remoting"] = all => RuleOfNodes(all).Ports[0].Port = "remoting",
        ["Pods of other namespaces are let in on port nodes"] =
            all => RuleOfNodes(all).FromProperty[0].NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["a"] = "b" } },

        ["StatefulSet coordinator refers to secret coordinator-tls, which is not there"] = all => all.Secrets.RemoveAll(Named("coordinator-tls")),
        ["StatefulSet coordinator refers to secret coordinator-nodes-tls, which is not there"] = all => all.Secrets.RemoveAll(Named("coordinator-nodes-tls")),
        ["StatefulSet coordinator refers to secret coordinator-postgres, which is not there"] =
            all => all.Secrets.Find(Named("coordinator-postgres"))!.Metadata.NamespaceProperty = "another",
        ["refers to key ca.crt of secret coordinator-tls, which is not there"] = all => all.Secrets.Find(Named("coordinator-tls"))!.Data.Remove("ca.crt"),
        ["COORDINATOR__POSTGRESFILE is /etc/coordinator-postgres/url, which is in no secret"] =
            all => Variable(all, "COORDINATOR__POSTGRESFILE").Value = "/etc/coordinator-postgres/url",
        ["remoting.tlsAuthority must be set with tlsCertificate"] =
            all => Container(all).Env.Remove(Variable(all, "COORDINATOR__REMOTING__TLSAUTHORITY")),
        ["nodes.tlsAuthority must be set with tlsCertificate"] =
            all => Container(all).Env.Remove(Variable(all, "COORDINATOR__NODES__TLSAUTHORITY")),
        ["nodes.tlsAuthority must not share an authority with remoting.tlsAuthority"] =
            all => Variable(all, "COORDINATOR__NODES__TLSAUTHORITY").Value = "/etc/coordinator-tls/ca.crt",
        ["nodes.host is 0.0.0.0, which other machines reach: set nodes.tlsCertificate"] =
            all => Container(all).Env.Remove(Variable(all, "COORDINATOR__NODES__TLSCERTIFICATE")),
        ["does not carry the name coordinator-0.nodes, under which others reach this node"] =
            all => Variable(all, "COORDINATOR__NODES__PUBLICHOST").Value = "$(POD_NAME).nodes",

        ["The liveness probe asks /health/ready instead of /health/live"] = all => Container(all).LivenessProbe.HttpGet.Path = "/health/ready",
        ["The startup probe asks /health/ready instead of /health/live"] = all => Container(all).StartupProbe.HttpGet.Path = "/health/ready",
        ["The readiness probe asks nothing instead of /health/ready"] = all => Container(all).ReadinessProbe = null,
        ["The liveness probe may take longer than until the next"] = all => Container(all).LivenessProbe.TimeoutSeconds = 60,
        ["The readiness probe gives up before the node gives up on its database"] = all => Container(all).ReadinessProbe.TimeoutSeconds = 2,

        ["Nodes are killed 00:00:10 after they were told to stop; preStop and the stop may take 00:00:25"] =
            all => all.Nodes!.Pod.TerminationGracePeriodSeconds = 10,
        ["preStop and the stop may take 00:01:20"] = all => Set(all, "COORDINATOR__SESSIONS__DRAINTIMEOUT", "1m"),
        ["Nodes have no preStop"] = all => Container(all).Lifecycle = null,

        ["Unknown option SESIONS.LIMIT. Did you mean sessions.limit?"] = all => Set(all, "COORDINATOR__SESIONS__LIMIT", "1"),
        ["http.port must be between 0 and 65535, but is -1."] = all => Variable(all, "COORDINATOR__HTTP__PORT").Value = "-1",
        ["DOTNET_GCHeapHardLimt is no option, and nothing that the runtime reads"] = all => Set(all, "DOTNET_GCHeapHardLimt", "1"),
        ["Unknown option --queues."] = all => Container(all).Args = ["--queues", "4"],
        ["It must hold a connection string of PostgreSQL: it must name a Host."] =
            all => all.Secrets.Find(Named("coordinator-postgres"))!.StringData["connection"] = "Database=coordinator",
        ["sessions.participants:0: secret must have at least 16 characters, but has 5."] = all => all.Secrets.Find(Named("coordinator-participants"))!
            .StringData["appsettings.json"] = """{"Coordinator":{"Sessions":{"Participants":[{"Name":"a","Secret":"short","ProducerGroups":["a"],"Publish":["*"]}]}}}""",

        ["Seeds are coordinator-1.coordinator-nodes.coordinator.svc:4054, coordinator-0"] = all =>
            Variable(all, "COORDINATOR__CLUSTER__SEEDS").Value =
                "coordinator-1.coordinator-nodes.$(POD_NAMESPACE).svc:4054, coordinator-0.coordinator-nodes.$(POD_NAMESPACE).svc:4054",
        ["Nodes are told different seeds, or in another order"] = all =>
            Variable(all, "COORDINATOR__CLUSTER__SEEDS").Value = "$(POD_NAME).coordinator-nodes.$(POD_NAMESPACE).svc:4054",
        ["svc:4053 instead of coordinator-0.coordinator-nodes.coordinator.svc:4054"] =
            all => Variable(all, "COORDINATOR__CLUSTER__SEEDS").Value = "coordinator-0.coordinator-nodes.$(POD_NAMESPACE).svc:4053",
        ["There are 3 seeds for 2 nodes"] = all => all.Nodes!.Stateful!.Replicas = 2,
        ["Node 2 calls itself coordinator-2 instead of coordinator-2.coordinator-nodes.coordinator.svc (remoting)"] =
            all => Variable(all, "COORDINATOR__REMOTING__PUBLICHOST").Value = "$(POD_NAME)",
        ["Node 2 calls itself coordinator-2 instead of coordinator-2.coordinator-nodes.coordinator.svc (nodes)"] =
            all => Variable(all, "COORDINATOR__NODES__PUBLICHOST").Value = "$(POD_NAME)",
        ["Node 0 listens on 4055, and its port remoting is 4053"] = all => Variable(all, "COORDINATOR__REMOTING__PORT").Value = "4055",
        ["Node 0 listens on 4055, and its port nodes is 4054"] = all => Variable(all, "COORDINATOR__NODES__PORT").Value = "4055",
        ["nodes is no headless service of the nodes"] = all => all.Nodes!.Stateful!.ServiceName = "nodes",
        ["publishNotReadyAddresses is off"] = all => Service(all).Spec.PublishNotReadyAddresses = null,
        ["one that cannot start keeps the later ones away"] = all => all.Nodes!.Stateful!.PodManagementPolicy = "OrderedReady",

        ["COORDINATOR__REMOTING__PUBLICHOST refers to POD_NAME, which is not there yet"] = all => MoveToTheEnd(all, "POD_NAME"),
        ["StatefulSet coordinator has POD_NAME twice"] = all => Set(all, "POD_NAME", "x"),

        ["StatefulSet coordinator may run as root"] = all => all.Nodes!.Pod.SecurityContext.RunAsNonRoot = null,
        ["StatefulSet coordinator has no seccomp profile"] = all => all.Nodes!.Pod.SecurityContext.SeccompProfile = null,
        ["StatefulSet coordinator may gain privileges"] = all => Container(all).SecurityContext.AllowPrivilegeEscalation = null,
        ["StatefulSet coordinator keeps capabilities"] = all => Container(all).SecurityContext.Capabilities.Drop.Clear(),
        ["StatefulSet coordinator may write to its image"] = all => Container(all).SecurityContext.ReadOnlyRootFilesystem = false,
        ["StatefulSet coordinator has a key to the Kubernetes API"] = all => all.Nodes!.Pod.AutomountServiceAccountToken = null,
        ["StatefulSet coordinator gets a variable for each service of its namespace"] = all => all.Nodes!.Pod.EnableServiceLinks = null,

        ["StatefulSet coordinator has an image without a tag of its own"] = all => Container(all).Image = "registry.example/coordinator:latest",
        ["StatefulSet coordinator is of 0.0.9, and this is"] = all => Container(all).Image = "registry.example/coordinator:0.0.9",
        ["Nodes and the schema job are of different images"] = all => Container(all).Image = Container(all).Image.Replace("registry.", "other."),
        ["Nothing makes the tables"] = all => all.Remove<V1Job>(_ => true),
    };

    public static TheoryData<string> Problems => [.. Faults.Keys];

    [KustomizeTheory, MemberData(nameof(Problems))]
    public void Fault_is_named(string problem)
    {
        var manifests = Manifests.Of("overlays/three-nodes");

        Faults[problem](manifests);

        Assert.Contains(AllChecks.Problems(manifests), named => named.Contains(problem, StringComparison.Ordinal));
    }

    [KustomizeTheory]
    [InlineData("ServiceMonitor coordinator selects no service with a port web")]
    [InlineData("ServiceMonitor coordinator asks for /metric, and nodes have /metrics")]
    [InlineData("ServiceMonitor coordinator is there, and nodes gather no metrics")]
    [InlineData("ServiceMonitor coordinator is there, and nodes refuse metrics to other machines")]
    [InlineData("Nodes are open on nodes, remoting instead of http, nodes, remoting")]
    public void Fault_of_the_monitoring_is_named(string problem)
    {
        var manifests = ManifestSpec.Monitored();
        var endpoint = manifests.Of<ServiceMonitor>().Single().Spec.Endpoints.Single();
        if (problem.EndsWith("web", StringComparison.Ordinal))
            endpoint.Port = "web";
        else if (problem.Contains("/metric,", StringComparison.Ordinal))
            endpoint.Path = "/metric";
        else if (problem.Contains("gather", StringComparison.Ordinal))
            Container(manifests).Env.Remove(Variable(manifests, "COORDINATOR__HTTP__METRICS"));
        else if (problem.Contains("refuse", StringComparison.Ordinal))
            Container(manifests).Env.Remove(Variable(manifests, "COORDINATOR__HTTP__OPENMETRICS"));
        else
            manifests.Remove<V1NetworkPolicy>(policy => policy.Metadata.Name == "coordinator-metrics");

        Assert.Contains(problem, AllChecks.Problems(manifests));
    }

    [KustomizeTheory]
    [InlineData("CoordinatorParticipant__ContactPoint", "CoordinatorParticipant:ContactPoint is no option")]
    [InlineData("CoordinatorParticipant__Hostname", "CoordinatorParticipant:Hostname is no option")]
    [InlineData("CoordinatorParticipant__Tls__Certificate", "CoordinatorParticipant:Tls:Certificate is no option")]
    [InlineData("CoordinatorParticipant__StopTimeout", "CoordinatorParticipant:StopTimeout must be a duration as hours:minutes:seconds, such as 00:00:10, but is 'soon'.")]
    public void Fault_of_a_participant_is_named(string variable, string problem)
    {
        var manifests = Manifests.Of("examples/participant");

        manifests.Workloads.Single().Container.Env.Add(new V1EnvVar { Name = variable, Value = "soon" });

        Assert.Contains(AllChecks.Problems(manifests), named => named.Contains(problem, StringComparison.Ordinal));
    }

    [KustomizeTheory]
    [InlineData("Deployment order-service has a port, and a participant listens on none")]
    [InlineData("No NetworkPolicy keeps others away from Deployment order-service")]
    [InlineData("A NetworkPolicy lets others in to Deployment order-service")]
    public void Participant_that_others_reach_is_named(string problem)
    {
        var manifests = Manifests.Of("examples/participant");
        if (problem.Contains("port", StringComparison.Ordinal))
            manifests.Workloads.Single().Container.Ports = [new V1ContainerPort { ContainerPort = 4053, Name = "remoting" }];
        else if (problem.StartsWith("No", StringComparison.Ordinal))
            manifests.Remove<V1NetworkPolicy>(_ => true);
        else
            manifests.Policies.Single().Spec.Ingress = [new V1NetworkPolicyIngressRule()];

        Assert.Contains(problem, AllChecks.Problems(manifests));
    }

    [Theory]
    [InlineData("replica: 3")]
    [InlineData("replicas: three")]
    public void Field_that_Kubernetes_does_not_know_cannot_be_read(string field) => Assert.ThrowsAny<Exception>(() => Manifests.Parse(
        $$"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: coordinator }
        spec: { {{field}} }
        """));

    private static V1Container Container(Manifests all) => all.Nodes!.Container;

    private static IDictionary<string, string> Labels(Workload workload) => workload.Template.Metadata.Labels;

    private static V1PodAffinityTerm AntiAffinity(Manifests all) =>
        all.Nodes!.Pod.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution[0];

    private static V1Service Service(Manifests all) => all.Services.Single();

    private static V1PodDisruptionBudget Budget(Manifests all) => all.Of<V1PodDisruptionBudget>().Single();

    /// <summary>Rule for participants.</summary>
    private static V1NetworkPolicyIngressRule Rule(Manifests all) => all.Policies[0].Spec.Ingress[1];

    private static V1NetworkPolicyIngressRule RuleOfNodes(Manifests all) => all.Policies[0].Spec.Ingress[0];

    private static V1VolumeMount Mount(Manifests all, string name) => Container(all).VolumeMounts.Single(mount => mount.Name == name);

    private static V1EnvVar Variable(Manifests all, string name) => Container(all).Env.First(entry => entry.Name == name);

    private static void Set(Manifests all, string name, string value) => Container(all).Env.Add(new V1EnvVar { Name = name, Value = value });

    private static void MoveToTheEnd(Manifests all, string name)
    {
        var entry = Variable(all, name);
        Container(all).Env.Remove(entry);
        Container(all).Env.Add(entry);
    }

    private static Predicate<V1Secret> Named(string name) => secret => secret.Metadata.Name == name;
}
