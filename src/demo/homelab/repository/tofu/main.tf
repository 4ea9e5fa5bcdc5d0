module "noah" {
  source = "./modules/taloser-k8s"

  cluster_name = "noah"
  endpoint     = "https://10.20.0.10:6443"

  control_planes = { for n in range(1, 4) : "noah-cp-${n}" => { cores = 4, memory = 8192 } }
  workers        = { for n in range(1, 4) : "noah-worker-${n}" => { cores = 8, memory = 32768 } }

  # Installed before Flux ever runs, so that objects of these kinds apply at the first try.
  bootstrap_crds = ["vpa", "external-secrets", "cert-manager", "prometheus-operator", "tuppr"]
}
