variable "cluster_name" {
  type = string
}

variable "endpoint" {
  type = string
}

variable "control_planes" {
  type = map(object({ cores = number, memory = number }))
}

variable "workers" {
  type = map(object({ cores = number, memory = number }))
}

variable "bootstrap_crds" {
  type    = list(string)
  default = []
}
